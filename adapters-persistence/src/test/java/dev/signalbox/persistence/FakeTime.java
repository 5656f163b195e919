package dev.signalbox.persistence;

import dev.signalbox.persistence.contact.Pauser;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes by only while somebody pauses. */
final class FakeTime {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicLong paused = new AtomicLong();

    Pauser pauser() {
        return new Pauser(nanos::get, this::goBy);
    }

    /** How much has gone by. */
    Duration paused() {
        return Duration.ofNanos(paused.get());
    }

    private void goBy(Duration time) {
        nanos.addAndGet(time.toNanos());
        paused.addAndGet(time.toNanos());
    }
}
