package dev.signalbox.planted.timeandchancearehandedin.domain.access;

/** Breaks the rule. */
final class CulpritTakesMillis {
    Object take() {
        return System.currentTimeMillis();
    }
}
