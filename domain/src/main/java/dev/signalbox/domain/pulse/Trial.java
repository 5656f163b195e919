package dev.signalbox.domain.pulse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How the groups do that share a name: what came of the calls of the last five minutes, and whether
 * one of them fails so much more often than the safe one that it is tried out no more. Once it is
 * stopped it stays so. Safe for many threads.
 */
public final class Trial {

    /** How long a call counts. */
    public static final Duration MEMORY = Duration.ofMinutes(5);

    /** With fewer calls than that nothing is said of an arm. */
    public static final int FEWEST_CALLS = 20;

    /** An arm that fails no more often than that is let be. */
    public static final double LET_PASS = 0.05;

    /** How many times as often as the safe one an arm must fail. */
    public static final double TIMES = 2;

    private static final int SLOTS = 10;
    private static final long SLOT = MEMORY.toNanos() / SLOTS;

    private final int safe;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock; one slot of time after the other, each with the number of its time. */
    private final long[] times = new long[SLOTS];

    private final long[][] good;
    private final long[][] bad;
    private final long[][] nanos;
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();

    /**
     * @param arms how many there are
     * @param safe the one that the others are compared with, counted from 0
     */
    public Trial(int arms, int safe) {
        this.safe = safe;
        this.good = new long[SLOTS][arms];
        this.bad = new long[SLOTS][arms];
        this.nanos = new long[SLOTS][arms];
    }

    /**
     * What came of the calls to one arm.
     *
     * @param good how many were served
     * @param bad how many were not
     * @param nanos how long one took on the average until its answer began
     */
    public record Share(long good, long bad, long nanos) {

        /** All of them. */
        public long calls() {
            return good + bad;
        }

        /** Which part of them was not served. */
        public double failing() {
            return calls() == 0 ? 0 : (double) bad / calls();
        }
    }

    /**
     * Why nothing is tried out any more.
     *
     * @param arm which one failed too often
     * @param canary what came of its calls
     * @param safe what came of the safe one's
     */
    public record Stop(int arm, Share canary, Share safe) {}

    /**
     * A call to an arm ended.
     *
     * @param took until its answer began, or until it was given up
     * @param now a running clock
     * @return why that stops the trial; null if it does not, or if it was stopped before
     */
    public @Nullable Stop ended(int arm, boolean served, long took, long now) {
        lock.lock();
        try {
            int slot = slot(now);
            (served ? good : bad)[slot][arm]++;
            nanos[slot][arm] += took;
            if (served || arm == safe || stop.get() != null) {
                return null;
            }
            Share canary = share(arm, now);
            Share other = share(safe, now);
            if (canary.calls() < FEWEST_CALLS
                    || canary.failing() <= LET_PASS
                    || canary.failing() <= TIMES * other.failing()) {
                return null;
            }
            Stop found = new Stop(arm, canary, other);
            stop.set(found);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is tried out any more; null if it is. */
    public @Nullable Stop stopped() {
        return stop.get();
    }

    /** What came of the calls to each arm. */
    public List<Share> shares(long now) {
        lock.lock();
        try {
            List<Share> shares = new ArrayList<>();
            for (int arm = 0; arm < good[0].length; arm++) {
                shares.add(share(arm, now));
            }
            return shares;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no call counts any more. */
    public boolean isQuiet(long now) {
        return shares(now).stream().allMatch(share -> share.calls() == 0);
    }

    private Share share(int arm, long now) {
        long served = 0;
        long failed = 0;
        long took = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isFresh(slot, now)) {
                served += good[slot][arm];
                failed += bad[slot][arm];
                took += nanos[slot][arm];
            }
        }
        return new Share(served, failed, served + failed == 0 ? 0 : took / (served + failed));
    }

    /** The slot of the present; what was in it from an earlier time is forgotten. */
    private int slot(long now) {
        long time = Math.floorDiv(now, SLOT);
        int slot = (int) Math.floorMod(time, (long) SLOTS);
        if (times[slot] != time) {
            times[slot] = time;
            for (int arm = 0; arm < good[slot].length; arm++) {
                good[slot][arm] = 0;
                bad[slot][arm] = 0;
                nanos[slot][arm] = 0;
            }
        }
        return slot;
    }

    private boolean isFresh(int slot, long now) {
        long age = Math.floorDiv(now, SLOT) - times[slot];
        return age >= 0 && age < SLOTS;
    }
}
