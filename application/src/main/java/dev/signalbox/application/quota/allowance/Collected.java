package dev.signalbox.application.quota.allowance;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Allowances that were found for one call, by the order in which they are asked. */
final class Collected {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Allowance.UNBOUND);
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final ZoneId zone;
    private final Allowances.Said said;
    private final InstantSource time;
    private final List<Allowance> budgets = new ArrayList<>(4);
    private final List<Allowance> others = new ArrayList<>(6);

    Collected(ZoneId zone, Allowances.Said said, InstantSource time) {
        this.zone = zone;
        this.said = said;
        this.time = time;
    }

    /**
     * What is stored of a holder; what that does not say, {@code usual} says.
     *
     * @param counted the holder as meters know it
     */
    void add(Holder holder, Holder counted, @Nullable Limits usual) {
        Bounded stored = said.of(holder);
        if (stored != null) {
            Limits own = complete(stored.limits());
            add(counted, usual == null ? own : own.orElse(complete(usual)));
        } else if (usual != null) {
            add(counted, complete(usual));
        }
    }

    /** With what its terms say. */
    Limits complete(Limits limits) {
        return limits.terms() == null ? limits : limits.complete(this::terms);
    }

    private @Nullable Limits terms(String id) {
        Bounded terms = said.of(Holder.of(Level.TERMS, id));
        return terms == null ? null : terms.limits();
    }

    void add(Holder holder, @Nullable Limits limits) {
        if (limits == null || limits.values().isEmpty()) {
            return;
        }
        addMoney(holder, limits);
        BigDecimal rpm = limits.of(Limit.RPM);
        if (rpm != null) {
            others.add(Allowance.perMinute(holder, Measure.REQUESTS, whole(rpm)));
        }
        BigDecimal tpm = limits.of(Limit.TPM);
        if (tpm != null) {
            others.add(Allowance.perMinute(holder, Measure.TOKENS, whole(tpm)));
        }
        BigDecimal parallel = limits.of(Limit.PARALLEL);
        if (parallel != null) {
            others.add(Allowance.slots(holder, whole(parallel)));
        }
    }

    void addMoney(Holder holder, Limits limits) {
        BigDecimal dollars = limits.money(time);
        BigDecimal soft = limits.of(Limit.SOFT_BUDGET);
        Window window = limits.window();
        if (dollars != null || soft != null) {
            budgets.add(
                    Allowance.money(
                                    holder,
                                    dollars == null ? Allowance.UNBOUND : nanos(dollars),
                                    window == null ? null : window.in(zone))
                            .telling(soft == null ? null : (Long) nanos(soft)));
        }
    }

    private static long nanos(BigDecimal dollars) {
        return dollars.multiply(NANOS).compareTo(LARGEST) > 0
                ? Allowance.UNBOUND
                : NanoUsd.of(dollars).amount();
    }

    List<Allowance> inOrder() {
        budgets.addAll(others);
        return budgets;
    }

    private static long whole(BigDecimal bound) {
        return bound.min(LARGEST).longValue();
    }
}
