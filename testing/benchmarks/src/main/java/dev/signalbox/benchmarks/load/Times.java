package dev.signalbox.benchmarks.load;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time of every call, kept exactly: no classes, no rounding. Safe for many threads while times
 * are added; read when all of them have ended.
 */
public final class Times {

    private static final double NANOS_PER_MICRO = 1e3;

    private final long[] nanos;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param capacity how many there can be; more are not kept
     */
    Times(int capacity) {
        nanos = new long[capacity];
    }

    void add(long time) {
        int place = count.getAndIncrement();
        if (place < nanos.length) {
            nanos[place] = time;
        }
    }

    /** What they come to. */
    public Summary summary() {
        long[] sorted = Arrays.copyOf(nanos, Math.min(count.get(), nanos.length));
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return new Summary(0, 0, 0, 0, 0, 0, 0);
        }
        return new Summary(
                sorted.length,
                Arrays.stream(sorted).average().orElse(0) / NANOS_PER_MICRO,
                percentile(sorted, 0.50),
                percentile(sorted, 0.90),
                percentile(sorted, 0.99),
                percentile(sorted, 0.999),
                sorted[sorted.length - 1] / NANOS_PER_MICRO);
    }

    /** The smallest time that is not passed by the share {@code part} of all. */
    private static double percentile(long[] sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MICRO;
    }

    /** Exact percentiles of all times, in microseconds. */
    public record Summary(
            int count, double mean, double p50, double p90, double p99, double p999, double max) {}
}
