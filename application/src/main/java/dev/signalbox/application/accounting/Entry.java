package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.quota.Cost;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One question in the books: ended exactly once, by {@link #failed}, {@link #abandoned} or {@link
 * #ended}. Used by the call's thread.
 */
public final class Entry {

    private static final Usage NOTHING = new Usage(0, 0, 0, 0);

    private final Account account;
    private final Intent intent;
    private final Call call;
    private final Deployment deployment;
    private final long began;
    private @Nullable Duration first;

    Entry(Account account, Intent intent, Call call, Deployment deployment) {
        this.account = account;
        this.intent = intent;
        this.call = call;
        this.deployment = deployment;
        this.began = account.nanos().getAsLong();
    }

    /**
     * Where it is written, and who must hear of the cost.
     *
     * @param own what was set aside of what may be spent on the deployment
     */
    record Account(
            SpendLog log,
            Estimator estimator,
            Bill bill,
            Reservation own,
            LongSupplier nanos,
            UnpricedCalls unpriced) {}

    /** Something of an answer is there. */
    public void answered() {
        first = age();
    }

    /** Whether somebody knows what it costs. */
    public boolean isPriced() {
        return tariff().at(intent.at()) != null;
    }

    /** What an answer that took that will have cost. */
    public NanoUsd cost(Usage usage) {
        try {
            Tariff.Charge charge = tariff().charge(usage, intent.at());
            return charge == null ? NanoUsd.ZERO : charge.cost();
        } catch (ArithmeticException e) {
            // Nobody uses as much as cannot be counted: the upstream errs, and is not believed.
            return intent.reserved();
        }
    }

    /**
     * There was no answer.
     *
     * @param usage what it took all the same; null if that is not known, and then it is free
     */
    public void failed(Fault fault, @Nullable Usage usage) {
        End end = new End(Status.FAILED, word(fault), age());
        if (usage == null) {
            write(end, NOTHING, NanoUsd.ZERO, false);
        } else {
            write(end, usage, cost(usage), false);
        }
    }

    /** The caller went before there was an answer; the question had been read. */
    public void abandoned() {
        estimate(new End(Status.ABANDONED, null, age()), "");
    }

    /** An answer has ended. */
    public void ended(Relayed relayed) {
        Status status =
                switch (relayed.ending()) {
                    case WHOLE -> Status.WHOLE;
                    case CUT_SHORT -> Status.CUT_SHORT;
                    case ABANDONED -> Status.ABANDONED;
                };
        Fault fault = relayed.fault();
        End end = new End(status, fault == null ? null : word(fault), age());
        if (relayed.usage() == null) {
            estimate(end, relayed.words().text());
        } else {
            write(end, relayed.usage(), cost(relayed.usage()), false);
        }
    }

    private record End(Status status, @Nullable String error, Duration took) {}

    private void estimate(End end, String words) {
        account.estimator()
                .count(
                        call,
                        deployment.model(),
                        words,
                        usage -> write(end, usage, cost(usage), true));
    }

    private void write(End end, Usage usage, NanoUsd cost, boolean estimated) {
        Tariff.Version version = tariff().at(intent.at());
        account.log()
                .end(
                        new Receipt(
                                intent,
                                end.status(),
                                usage,
                                estimated,
                                cost,
                                version == null ? null : version.id(),
                                first,
                                end.took(),
                                end.error()));
        if (version == null && usage.total() > 0) {
            account.unpriced().count(intent);
        }
        account.own().settle(new Cost(0, 0, cost));
        account.bill().charged(intent.reserved(), cost, usage);
    }

    private Tariff tariff() {
        return deployment.terms().tariff();
    }

    private Duration age() {
        return Duration.ofNanos(account.nanos().getAsLong() - began);
    }

    private static String word(Fault fault) {
        return fault.kind().name().toLowerCase(Locale.ROOT);
    }
}
