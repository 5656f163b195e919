package dev.signalbox.domain.pulse;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How often calls of one group may be tried again, so that an outage is never multiplied: within
 * any ten seconds no more than a tenth of the calls that came in them, or {@value #FEW} where that
 * is less: three a second, which may come all at once, so that also a group with few calls gets
 * over a failure. Times are nanoseconds of a clock that only goes forward. Safe for many threads,
 * by a lock that is held for a few instructions.
 */
public final class RetryBudget {

    /** Tries again for every call. */
    static final double SHARE = 0.1;

    /** Tries again within ten seconds that no number of calls is needed for. */
    static final int FEW = 30;

    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    /** One more than the seconds looked at, for the first of them is only partly gone. */
    private static final int SLOTS = SECONDS + 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] stamps = new long[SLOTS];
    private final int[] calls = new int[SLOTS];
    private final int[] retries = new int[SLOTS];

    /** When the last ones were granted, in a ring: the oldest lies at {@code granted % FEW}. */
    private final long[] grants = new long[FEW];

    private long granted;
    private long refused;

    /** One that has seen no calls. */
    public RetryBudget() {
        // A clock may begin below zero.
        Arrays.fill(stamps, Long.MIN_VALUE);
    }

    /** A call came. */
    public void called(long now) {
        lock.lock();
        try {
            calls[slot(now)]++;
        } finally {
            lock.unlock();
        }
    }

    /** Whether one may be tried again now; if so, it is counted. */
    public boolean grants(long now) {
        lock.lock();
        try {
            int slot = slot(now);
            if (!isFree(now) && !isCovered(now)) {
                refused++;
                return false;
            }
            retries[slot]++;
            grants[(int) (granted % FEW)] = now;
            granted++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How often it said no. */
    public long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Whether fewer than {@value #FEW} were granted lately. */
    private boolean isFree(long now) {
        return granted < FEW || now - grants[(int) (granted % FEW)] >= SECONDS * SECOND;
    }

    /**
     * Whether the calls cover one more. Of the second that is partly gone the tries again are
     * counted and the calls are not: what is granted is rather too little than too much.
     */
    private boolean isCovered(long now) {
        long second = Math.floorDiv(now, SECOND);
        long recentCalls = 0;
        long recentRetries = 0;
        for (int i = 0; i < SLOTS; i++) {
            recentRetries += stamps[i] >= second - SECONDS ? retries[i] : 0;
            recentCalls += stamps[i] > second - SECONDS ? calls[i] : 0;
        }
        return recentRetries + 1 <= SHARE * recentCalls;
    }

    private int slot(long now) {
        long second = Math.floorDiv(now, SECOND);
        int slot = (int) Math.floorMod(second, (long) SLOTS);
        // Whoever read the clock before another and comes after it must not turn it back.
        if (stamps[slot] < second) {
            stamps[slot] = second;
            calls[slot] = 0;
            retries[slot] = 0;
        }
        return slot;
    }
}
