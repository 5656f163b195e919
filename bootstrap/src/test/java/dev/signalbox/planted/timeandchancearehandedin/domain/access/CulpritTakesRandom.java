package dev.signalbox.planted.timeandchancearehandedin.domain.access;

/** Breaks the rule. */
final class CulpritTakesRandom {
    Object take() {
        return Math.random();
    }
}
