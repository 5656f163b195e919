package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What one call costs: the sum of its questions. What was set aside for the call is settled when
 * the call is over and the cost of every question is known, which may be a moment later. Safe for
 * many threads; raised by the call's own.
 */
public final class Bill {

    private final Reservation first;
    private final NanoUsd firstMoney;
    private final More more;

    /** What was set aside for more than a first question in the first group; money only. */
    private final List<Reservation> raises = new CopyOnWriteArrayList<>();

    private final AtomicLong reserved;

    /** What the next question may cost. */
    private final AtomicLong ceiling;

    /** What those may cost whose cost is not known yet. */
    private final AtomicLong pending = new AtomicLong();

    /** The call itself, and every question whose cost is not known yet. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();

    /**
     * Of a call that was let in.
     *
     * @param first handed over
     * @param money what a question of it may cost
     */
    Bill(Reservation first, NanoUsd money, More more) {
        this.first = first;
        this.firstMoney = money;
        this.more = more;
        this.reserved = new AtomicLong(money.amount());
        this.ceiling = new AtomicLong(money.amount());
    }

    /** Sets aside more for a call that goes elsewhere. */
    interface More {

        /** What a question there may cost. */
        NanoUsd ceiling(Call call, ModelGroup group, ModelName name);

        /** Money beside what is set aside already. */
        Quotas.Answer reserve(NanoUsd difference);
    }

    /** Of a call that nobody counts. */
    public static Bill free() {
        return new Bill(Reservation.NOTHING, NanoUsd.ZERO, new Nothing());
    }

    private record Nothing() implements More {
        @Override
        public NanoUsd ceiling(Call call, ModelGroup group, ModelName name) {
            return NanoUsd.ZERO;
        }

        @Override
        public Quotas.Answer reserve(NanoUsd difference) {
            return Reservation.NOTHING;
        }
    }

    /**
     * The call is about to ask once more, perhaps in a dearer group: beside what its questions have
     * cost so far, or still may, there must be money for that.
     *
     * @param name that leads to the group
     * @return why it cannot be afforded; null if it can
     */
    public @Nullable Refusal raise(Call call, ModelGroup group, ModelName name) {
        long most = more.ceiling(call, group, name).amount();
        long difference = Math.addExact(nanos.get() + pending.get(), most) - reserved.get();
        if (difference > 0) {
            switch (more.reserve(new NanoUsd(difference))) {
                case Quotas.Refused refused -> {
                    return refused.refusal();
                }
                case Reservation reservation -> {
                    raises.add(reservation);
                    reserved.addAndGet(difference);
                }
            }
        }
        ceiling.set(most);
        return null;
    }

    /** How it stands with what the caller may use by the minute. */
    public List<Standing> standings() {
        return first.standings();
    }

    /** What the next question may cost. */
    NanoUsd ceiling() {
        return new NanoUsd(ceiling.get());
    }

    /**
     * The meters that a question is paid from.
     *
     * @param own what was set aside for this question alone
     */
    List<String> meters(Reservation own) {
        if (raises.isEmpty() && own.isEmpty()) {
            return first.meters();
        }
        return Stream.concat(Stream.of(first, own), raises.stream())
                .flatMap(reservation -> reservation.meters().stream())
                .distinct()
                .toList();
    }

    /** A question goes up that may cost so much. */
    void asks(NanoUsd most) {
        pending.addAndGet(most.amount());
        questions.incrementAndGet();
        open.incrementAndGet();
    }

    /** One that might have cost {@code most} did cost that. */
    void charged(NanoUsd most, NanoUsd cost, Usage usage) {
        nanos.addAndGet(cost.amount());
        pending.addAndGet(-most.amount());
        tokens.addAndGet(usage.total());
        release();
    }

    /** The call is over. To be said once. */
    public void close() {
        release();
    }

    private void release() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        if (questions.get() == 0) {
            first.release();
            raises.forEach(Reservation::release);
            return;
        }
        long cost = nanos.get();
        // What is more than was set aside at first is taken from what was set aside later.
        long ofFirst = raises.isEmpty() ? cost : Math.min(cost, firstMoney.amount());
        first.settle(new Cost(1, tokens.get(), new NanoUsd(ofFirst)));
        long rest = cost - ofFirst;
        for (Reservation raise : raises) {
            raise.settle(new Cost(0, 0, new NanoUsd(rest)));
            rest = 0;
        }
    }
}
