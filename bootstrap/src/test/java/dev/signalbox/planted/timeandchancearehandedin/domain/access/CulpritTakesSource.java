package dev.signalbox.planted.timeandchancearehandedin.domain.access;

import java.time.InstantSource;

/** Breaks the rule. */
final class CulpritTakesSource {
    Object take() {
        return InstantSource.system();
    }
}
