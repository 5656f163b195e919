package dev.signalbox.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Counts while load runs. Safe for many threads. */
final class Tally {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Times latency;
    private final Times lateness;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private final AtomicLong lastAnswer = new AtomicLong();
    private final long start;

    /**
     * @param start when the first call is due, in nanoseconds of this machine's clock
     */
    Tally(int capacity, long start) {
        this.latency = new Times(capacity);
        this.lateness = new Times(capacity);
        this.start = start;
        lastAnswer.set(start);
    }

    void answered(long due, long sent, long now) {
        calls.incrementAndGet();
        latency.add(now - due);
        lateness.add(sent - due);
        lastAnswer.accumulateAndGet(now, (a, b) -> a - b > 0 ? a : b);
    }

    void failed(Exception why) {
        failures.incrementAndGet();
        firstFailure.compareAndSet(null, why.toString());
    }

    Run run() {
        return new Run(
                calls.get(),
                failures.get(),
                firstFailure.get(),
                (lastAnswer.get() - start) / NANOS_PER_SECOND,
                latency.summary(),
                lateness.summary());
    }
}
