package dev.signalbox.planted.namessaysomething.http;

/** Breaks the rule. */
final class CulpritManager {}
