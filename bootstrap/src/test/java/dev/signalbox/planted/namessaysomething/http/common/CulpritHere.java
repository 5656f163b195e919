package dev.signalbox.planted.namessaysomething.http.common;

/** Breaks the rule. */
final class CulpritHere {}
