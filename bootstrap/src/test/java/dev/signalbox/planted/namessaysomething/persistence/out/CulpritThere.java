package dev.signalbox.planted.namessaysomething.persistence.out;

/** Breaks the rule. */
final class CulpritThere {}
