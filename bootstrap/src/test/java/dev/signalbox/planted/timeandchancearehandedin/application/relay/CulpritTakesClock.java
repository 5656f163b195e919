package dev.signalbox.planted.timeandchancearehandedin.application.relay;

import java.time.Clock;

/** Breaks the rule. */
final class CulpritTakesClock {
    Object take() {
        return Clock.systemUTC();
    }
}
