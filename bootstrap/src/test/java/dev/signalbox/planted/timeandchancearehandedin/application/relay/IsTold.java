package dev.signalbox.planted.timeandchancearehandedin.application.relay;

import java.time.Duration;
import java.time.Instant;

/** Breaks nothing. */
final class IsTold {
    Instant later(Instant now) {
        return now.plus(Duration.ofSeconds(1));
    }
}
