package dev.signalbox.application.directory;

import dev.signalbox.application.driven.Snapshots.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * On what terms a directory works.
 *
 * @param capacity how many keys are remembered at most
 * @param staleness for how long it is believed without contact to the registry; null for ever
 * @param patience how long a call waits for a look-up, as long as the registry is heard of
 * @param nanos a clock that only ever goes on
 * @param lookups gives each look-up a thread
 */
public record Terms(
        int capacity,
        @Nullable Duration staleness,
        Duration patience,
        LongSupplier nanos,
        Executor lookups) {

    /**
     * For whoever has no clock and no threads: calls look up by themselves, nothing grows stale.
     */
    static Terms timeless(int capacity) {
        return new Terms(capacity, null, Duration.ofSeconds(10), () -> 0, Runnable::run);
    }

    /**
     * What was known earlier.
     *
     * @param age how long ago it was known to be true
     */
    public record Earlier(Snapshot snapshot, Duration age) {}
}
