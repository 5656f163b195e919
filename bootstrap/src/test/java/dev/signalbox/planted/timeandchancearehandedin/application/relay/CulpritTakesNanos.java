package dev.signalbox.planted.timeandchancearehandedin.application.relay;

/** Breaks the rule. */
final class CulpritTakesNanos {
    Object take() {
        return System.nanoTime();
    }
}
