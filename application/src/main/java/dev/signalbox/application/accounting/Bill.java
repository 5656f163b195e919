package dev.signalbox.application.accounting;

import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Standing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one call costs: the sum of its questions. What was set aside for the call is settled when
 * the call is over and the cost of every question is known, which may be a moment later. Safe for
 * many threads.
 */
public final class Bill {

    private final Reservation reservation;
    private final NanoUsd reserved;
    private final List<String> meters;

    /** The call itself, and every question whose cost is not known yet. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();

    /**
     * Of a call that was let in.
     *
     * @param reservation handed over
     * @param reserved what a question of it may cost
     */
    public Bill(Reservation reservation, NanoUsd reserved) {
        this.reservation = reservation;
        this.reserved = reserved;
        this.meters = reservation.meters();
    }

    /** Of a call that nobody counts. */
    public static Bill free() {
        return new Bill(Reservation.none(), NanoUsd.ZERO);
    }

    /** How it stands with what the caller may use by the minute. */
    public List<Standing> standings() {
        return reservation.standings();
    }

    NanoUsd reserved() {
        return reserved;
    }

    List<String> meters() {
        return meters;
    }

    void asks() {
        questions.incrementAndGet();
        open.incrementAndGet();
    }

    void charged(NanoUsd cost, Usage usage) {
        nanos.addAndGet(cost.amount());
        tokens.addAndGet(usage.total());
        release();
    }

    /** The call is over. To be said once. */
    public void close() {
        release();
    }

    /** What is known of its cost by now. */
    public NanoUsd soFar() {
        return new NanoUsd(nanos.get());
    }

    private void release() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        if (questions.get() == 0) {
            reservation.release();
        } else {
            reservation.settle(new Cost(1, tokens.get(), soFar()));
        }
    }
}
