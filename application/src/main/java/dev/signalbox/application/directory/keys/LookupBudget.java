package dev.signalbox.application.directory.keys;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many look-ups a second and no more, a second's worth of them at once. Safe for many threads.
 */
public final class LookupBudget {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final long cost;

    /** Up to when everything is spent; behind the clock when something was saved. */
    private final AtomicLong spentUntil;

    /** A budget that nobody has taken anything from yet. */
    public LookupBudget(int perSecond, LongSupplier nanos) {
        this.nanos = nanos;
        this.cost = SECOND / perSecond;
        this.spentUntil = new AtomicLong(nanos.getAsLong() - SECOND);
    }

    /** Takes one, if there is one. */
    public boolean take() {
        long now = nanos.getAsLong();
        while (true) {
            long spent = spentUntil.get();
            long from = spent - (now - SECOND) < 0 ? now - SECOND : spent;
            if (from + cost - now > 0) {
                return false;
            }
            if (spentUntil.compareAndSet(spent, from + cost)) {
                return true;
            }
        }
    }
}
