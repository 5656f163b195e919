package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.quota.Glimpse;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.application.quota.allowance.Allowances;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Measure;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Lets calls in as far as limits and money go: what a call may take is set aside before anybody is
 * asked. Safe for many threads.
 */
public final class Cashier {

    private final Quotas quotas;
    private final Function<Request, List<Allowance>> allowances;
    private final Unpriced unpriced;
    private final InstantSource clock;

    /**
     * @param allowances what holds for a call
     * @param unpriced what is done with a model of which nobody knows what it costs
     */
    public Cashier(
            Quotas quotas,
            Function<Request, List<Allowance>> allowances,
            Unpriced unpriced,
            InstantSource clock) {
        this.quotas = quotas;
        this.allowances = allowances;
        this.unpriced = unpriced;
        this.clock = clock;
    }

    /**
     * Who wants what from whom.
     *
     * @param name that leads to the group
     * @param said what is stored of others than keys, teams and users
     */
    public record Request(
            Caller caller, Call call, ModelGroup group, ModelName name, Allowances.Said said) {}

    /** Whether a call may go on. */
    public sealed interface Answer {}

    /** It may; whoever gets the bill closes it. */
    public record Open(Bill bill) implements Answer {}

    /** It may not; nothing was set aside. */
    public record Refused(Refusal refusal) implements Answer {}

    /** Sets aside what that call may take. */
    public Answer open(Request request) {
        Instant now = clock.instant();
        if (unpriced == Unpriced.REFUSE && someAreUnpriced(request, now)) {
            return new Refused(new Refusal.NoPrice(request.group().name()));
        }
        Cost most = Ceiling.of(request.call(), request.group(), request.name(), now);
        List<Allowance> all = allowances.apply(request);
        return switch (quotas.reserve(all, most)) {
            case Quotas.Refused refused -> new Refused(refused.refusal());
            case Reservation reservation ->
                    new Open(new Bill(reservation, most.money(), new Raise(all)));
        };
    }

    /** How it stands with what such a call must keep, as far as that is known here. */
    public List<Glimpse.Kept> look(Request request) {
        return quotas.glimpse().of(allowances.apply(request));
    }

    /** More money of the same allowances, for a group that may be dearer. */
    private final class Raise implements Bill.More {
        private final List<Allowance> all;

        private Raise(List<Allowance> all) {
            this.all = all;
        }

        @Override
        public NanoUsd ceiling(Call call, ModelGroup group, ModelName name) {
            return Ceiling.of(call, group, name, clock.instant()).money();
        }

        @Override
        public Quotas.Answer reserve(NanoUsd difference) {
            List<Allowance> budgets =
                    all.stream().filter(it -> it.measure() == Measure.MONEY).toList();
            return quotas.reserve(budgets, new Cost(0, 0, difference));
        }
    }

    private static boolean someAreUnpriced(Request request, Instant now) {
        for (Deployment deployment : request.group().asked(request.name())) {
            if (deployment.terms().tariff().at(now) == null) {
                return true;
            }
        }
        return false;
    }
}
