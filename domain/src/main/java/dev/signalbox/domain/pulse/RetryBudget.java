package dev.signalbox.domain.pulse;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How often calls of one group may be tried again, so that an outage is never multiplied: less than
 * a tenth of the calls of the last ten seconds, and three a second in any case. Safe for many
 * threads, by a lock that is held for a few instructions.
 */
public final class RetryBudget {

    /** Tries again for every call. */
    static final double SHARE = 0.1;

    /** Tries again that are always free, per second. */
    static final int FREE = 3;

    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] stamps = new long[SECONDS];
    private final int[] calls = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private long refused;

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
            long oldest = Math.floorDiv(now, SECOND) - SECONDS + 1;
            long recentCalls = 0;
            long recentRetries = 0;
            for (int i = 0; i < SECONDS; i++) {
                if (stamps[i] >= oldest) {
                    recentCalls += calls[i];
                    recentRetries += retries[i];
                }
            }
            boolean granted =
                    recentRetries < SHARE * recentCalls
                            || (retries[slot] < FREE && recentRetries < (long) FREE * SECONDS);
            if (granted) {
                retries[slot]++;
            } else {
                refused++;
            }
            return granted;
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

    private int slot(long now) {
        long second = Math.floorDiv(now, SECOND);
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (stamps[slot] != second) {
            stamps[slot] = second;
            calls[slot] = 0;
            retries[slot] = 0;
        }
        return slot;
    }
}
