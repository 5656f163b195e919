package dev.signalbox.persistence.contact;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets time go by, and says how much has; handed in, so that tests need not wait.
 *
 * @param nanos a clock that only ever goes on, in nanoseconds from any beginning
 * @param sleep lets that much time go by; comes back early, with the thread's mark set, when the
 *     thread is interrupted
 */
public record Pauser(LongSupplier nanos, Consumer<Duration> sleep) {

    /** The time of this machine. */
    public static Pauser real() {
        return new Pauser(System::nanoTime, Pauser::sleepReally);
    }

    /** Lets {@code time} go by. */
    public void pause(Duration time) {
        sleep.accept(time);
    }

    /** How much time has gone by since {@code startNanos}. */
    public Duration since(long startNanos) {
        return Duration.ofNanos(nanos.getAsLong() - startNanos);
    }

    /** What the clock shows now, in nanoseconds. */
    public long now() {
        return nanos.getAsLong();
    }

    private static void sleepReally(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
