package dev.signalbox.domain.quota;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What is left of all that this replica was granted of one allowance in one window. Below zero it
 * is a debt: calls took more than was reserved for them. Safe for many threads without a lock.
 */
public final class Meter {

    private final AtomicLong left = new AtomicLong();

    /** Takes that much, all or nothing. */
    public boolean reserve(long amount) {
        long before = left.get();
        while (before >= amount) {
            long witness = left.compareAndExchange(before, before - amount);
            if (witness == before) {
                return true;
            }
            before = witness;
        }
        return false;
    }

    /**
     * What a call took turned out to be other than what was reserved; or more was granted.
     *
     * @param difference positive: so much is to be had again; negative: so much more is gone
     */
    public void settle(long difference) {
        left.addAndGet(difference);
    }

    /** Takes all that is left away, so that others may have it, and says how much it was. */
    public long drain() {
        long before = left.getAndUpdate(now -> Math.min(now, 0));
        return Math.max(before, 0);
    }

    /** What is left; a debt is negative. */
    public long left() {
        return left.get();
    }
}
