package dev.signalbox.application.quota;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The moment by the clock that all replicas share, as far as it is known here: never ahead of it,
 * and behind by no more than it took to hear of it. This machine's own clock counts only until it
 * was heard of first. Safe for many threads.
 */
final class SharedTime {

    /** After so long another sample is better, even if it says that it is earlier. */
    private static final long STALE_NANOS = Duration.ofSeconds(30).toNanos();

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Sample> best = new AtomicReference<>();

    /**
     * @param wall this machine's clock
     * @param nanos a clock that only goes forward
     */
    SharedTime(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** The present moment. */
    Instant now() {
        Sample sample = best.get();
        return sample == null ? wall.instant() : sample.at(nanos.getAsLong());
    }

    /** It was {@code at} at some time before now. */
    void learned(Instant at) {
        long heard = nanos.getAsLong();
        Sample sample = new Sample(at, heard);
        best.accumulateAndGet(
                sample,
                (old, next) ->
                        old == null
                                        || next == null
                                        || heard - old.heard() > STALE_NANOS
                                        || !old.at(heard).isAfter(at)
                                ? sample
                                : old);
    }

    private record Sample(Instant moment, long heard) {
        Instant at(long nanos) {
            return moment.plusNanos(nanos - heard);
        }
    }
}
