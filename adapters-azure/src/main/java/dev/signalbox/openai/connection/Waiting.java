package dev.signalbox.openai.connection;

import dev.signalbox.domain.routing.Patience;

import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** How long one call still waits, and for what. Used by the call's thread. */
public final class Waiting {

    private final Patience patience;
    private final long start = System.nanoTime();
    private long total;
    private Duration silence;
    private boolean begun;

    /** From now on. */
    public Waiting(Patience patience) {
        this.patience = patience;
        this.total = patience.total().toNanos();
        this.silence = patience.silence();
    }

    /** All that is waited for must come within that time. */
    public static Waiting atMost(Duration time) {
        return new Waiting(new Patience(time, time, time, time));
    }

    /** How long a connection may take to stand, in nanoseconds; 0 or less if it is over. */
    long connect() {
        return Math.min(patience.connect().toNanos(), left());
    }

    /** The answer has begun; its next piece is waited for that long at most. */
    public void begin(Duration atMost) {
        begun = true;
        silence = atMost.compareTo(patience.silence()) < 0 ? atMost : patience.silence();
    }

    /** All that is still waited for must come within that time, and within the limits of before. */
    public void hurry(Duration atMost) {
        total = Math.min(total, System.nanoTime() - start + atMost.toNanos());
    }

    /** In nanoseconds; 0 or less if it is over. */
    long left() {
        long spent = System.nanoTime() - start;
        return begun
                ? Math.min(silence.toNanos(), total - spent)
                : Math.min(patience.firstEvent().toNanos(), total) - spent;
    }

    /** It is over; what did not come. */
    HttpTimeoutException late() {
        return new HttpTimeoutException(overdue());
    }

    private String overdue() {
        boolean all = System.nanoTime() - start >= total;
        Duration waited = all ? patience.total() : begun ? silence : patience.firstEvent();
        String what = all ? "whole answer" : begun ? "next piece" : "beginning of an answer";
        return "no " + what + " within " + tenths(waited) / 10.0 + " s";
    }

    /** What is left of a limit is a little less than the limit, and that is what people know. */
    private static long tenths(Duration time) {
        return Math.ceilDiv(time.toMillis(), 100);
    }
}
