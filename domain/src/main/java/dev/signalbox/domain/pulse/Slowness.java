package dev.signalbox.domain.pulse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long a deployment takes: a mean in which the last seconds count most. Safe for many threads.
 */
public final class Slowness {

    /** After this time a measurement counts about a third of a new one. */
    private static final double DECAY = Duration.ofSeconds(10).toNanos();

    /** After this time a mean that nothing was added to counts about a third of what it was. */
    private static final double FADES = Duration.ofSeconds(30).toNanos();

    private final AtomicReference<Mean> mean = new AtomicReference<>(new Mean(0, 0, false));

    private record Mean(double nanos, long at, boolean known) {}

    /** An answer took that long. */
    public void measured(long nanos, long now) {
        mean.updateAndGet(
                before -> {
                    if (!before.known) {
                        return new Mean(nanos, now, true);
                    }
                    // A measurement beside many others of the same moment moves little.
                    double kept = Math.exp(-Math.max(now - before.at, 0) / DECAY);
                    double weight = Math.max(1 - kept, 0.1);
                    return new Mean(
                            before.nanos + weight * (nanos - before.nanos),
                            Math.max(now, before.at),
                            true);
                });
    }

    /**
     * The mean in nanoseconds; 0 if nothing was measured within {@code memory}: whoever is unknown
     * is tried.
     */
    public double nanos(Duration memory, long now) {
        Mean present = mean.get();
        return present.known && now - present.at <= memory.toNanos() ? present.nanos : 0;
    }

    /**
     * The same, less and less the longer nothing was measured: after half a minute about a third of
     * it. Whoever was slow once is asked again in time, and shows whether it still is.
     */
    public double faded(Duration memory, long now) {
        Mean present = mean.get();
        long age = Math.max(now - present.at, 0);
        return present.known && age <= memory.toNanos()
                ? present.nanos * Math.exp(-age / FADES)
                : 0;
    }
}
