package dev.signalbox.planted.timeandchancearehandedin.application.relay;

import java.time.Instant;

/** Breaks the rule. */
final class CulpritTakesNow {
    Object take() {
        return Instant.now();
    }
}
