package dev.signalbox.application.quota;

import java.time.Duration;

/**
 * How much is asked for at a time: twice as much when the last of it was gone within a second, half
 * when it lasted for more than ten.
 *
 * @param size of the last part; 0: there was none
 * @param since when that was
 * @param renewing true: more is being asked for
 */
record Appetite(long size, long since, boolean renewing) {

    static final Appetite FIRST = new Appetite(0, 0, false);

    private static final long SOON = Duration.ofSeconds(1).toNanos();
    private static final long LATE = Duration.ofSeconds(10).toNanos();

    /** Many calls' worth: whoever begins to call often finds some left while more is asked for. */
    private static final int FIRST_CALLS = 64;

    /** Nobody takes more of an allowance than that part at a time. */
    private static final int PARTS = 8;

    /** When less than that part of it is left, more is asked for. */
    private static final int LOW_WATER = 2;

    /** What is to be asked for now; the counters give less if there are others. */
    long next(long need, long most, long now) {
        long wanted;
        if (size == 0) {
            wanted = Math.multiplyExact(Math.min(need, Long.MAX_VALUE / FIRST_CALLS), FIRST_CALLS);
        } else if (now - since < SOON) {
            wanted = size > Long.MAX_VALUE / 2 ? size : size * 2;
        } else {
            wanted = now - since > LATE ? size / 2 : size;
        }
        return Math.max(need, Math.min(wanted, most / PARTS));
    }

    /** Whether so little is left that more should be asked for. */
    boolean isLow(long left) {
        return !renewing && left < size / LOW_WATER;
    }

    /** What it is when the next window begins: about as much will be used in it. */
    Appetite later(long now) {
        return new Appetite(size, now - SOON, false);
    }

    /** The same after a part was taken. */
    Appetite fed(long part, long now) {
        return new Appetite(part, now, false);
    }

    /** The same while more is being asked for; once is enough. */
    Appetite renewed() {
        return new Appetite(size, since, true);
    }

    /** The same; if that was in vain, it may be tried again. */
    Appetite rested() {
        return renewing ? new Appetite(size, since, false) : this;
    }
}
