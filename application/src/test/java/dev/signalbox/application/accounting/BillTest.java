package dev.signalbox.application.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.application.testkit.InMemoryCounters;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RememberedSpend;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** A call's money, with a budget of 1,000 nanodollars. */
class BillTest {

    private static final ModelName G = new ModelName("g");
    private static final Usage NOTHING = new Usage(0, 0, 0, 0);
    private static final Allowance BUDGET = Allowance.money(Holder.of(Level.KEY, "k"), 1_000, null);

    private final InMemoryCounters counters = InMemoryCounters.careful(() -> RememberedSpend.NOW);
    private final Call call = Models.call(null, "g");
    private Quotas quotas;
    private Cashier cashier;

    @BeforeEach
    void open() {
        quotas =
                new Quotas(
                        counters.of("here"),
                        new Quotas.Surroundings(
                                () -> RememberedSpend.NOW,
                                () -> 0,
                                Runnable::run,
                                Quotas.Surroundings.PATIENCE));
        quotas.upkeep().run();
        cashier = cashier(Unpriced.ALLOW);
    }

    private Cashier cashier(Unpriced unpriced) {
        return new Cashier(quotas, request -> List.of(BUDGET), unpriced, () -> RememberedSpend.NOW);
    }

    /** A group whose calls cost so much each, whatever they say. */
    private static ModelGroup costing(long nanos) {
        return group(
                new Tariff(
                        List.of(
                                new Tariff.Version(
                                        "v",
                                        Instant.EPOCH,
                                        new Price(0, 0, 0, 0, nanos * 1_000)))));
    }

    private static ModelGroup group(Tariff tariff) {
        Deployment plain = Models.deployment("g");
        Deployment priced =
                new Deployment(
                        plain.id(),
                        plain.provider(),
                        plain.model(),
                        plain.address(),
                        plain.terms()
                                .draft()
                                .pricing(Pricing.of(tariff, RememberedSpend.NOW))
                                .done(),
                        plain.about());
        return new ModelGroup(new ModelName("g"), List.of(priced));
    }

    private Bill opened(long nanos) {
        Cashier.Answer answer =
                cashier.open(
                        new Cashier.Request(
                                new Caller.Master(), call, costing(nanos), G, holder -> null));
        assertThat(answer).isInstanceOf(Cashier.Open.class);
        return ((Cashier.Open) answer).bill();
    }

    /** How much of the budget can be set aside now. */
    private long left() {
        for (long nanos = 1_000; nanos > 0; nanos--) {
            if (quotas.reserve(List.of(BUDGET), new Cost(0, 0, new NanoUsd(nanos)))
                    instanceof Reservation all) {
                all.release();
                return nanos;
            }
        }
        return 0;
    }

    @Test
    void whatWasSetAsideAndNotSpentIsToBeHadAgain() {
        Bill bill = opened(600);
        bill.asks(new NanoUsd(600));
        bill.charged(new NanoUsd(600), new NanoUsd(100), NOTHING);
        bill.close();

        assertThat(left()).isEqualTo(900);
    }

    @Test
    void itIsSettledWhenTheLastQuestionIsChargedAlsoAfterTheEndOfTheCall() {
        Bill bill = opened(600);
        bill.asks(new NanoUsd(600));
        bill.asks(new NanoUsd(600));
        bill.charged(new NanoUsd(600), new NanoUsd(100), NOTHING);
        bill.close();
        assertThat(left()).as("one is still counted").isEqualTo(400);

        bill.charged(new NanoUsd(600), new NanoUsd(50), NOTHING);
        assertThat(left()).isEqualTo(850);
    }

    @Test
    void aCallThatAskedNobodyIsFree() {
        opened(600).close();

        assertThat(left()).isEqualTo(1_000);
    }

    @Test
    void aDearerGroupIsPaidForBeforeItIsAsked() {
        Bill bill = opened(100);

        assertThat(bill.raise(call, costing(700), G)).isNull();
        assertThat(bill.ceiling()).isEqualTo(new NanoUsd(700));
        assertThat(left()).isEqualTo(300);

        bill.asks(new NanoUsd(700));
        bill.charged(new NanoUsd(700), new NanoUsd(650), NOTHING);
        bill.close();
        assertThat(left()).isEqualTo(350);
    }

    @Test
    void aSecondQuestionIsPaidForBesideWhatTheFirstDidCost() {
        Bill bill = opened(400);
        bill.asks(new NanoUsd(400));
        bill.charged(new NanoUsd(400), new NanoUsd(300), NOTHING);

        assertThat(bill.raise(call, costing(400), G)).isNull();

        assertThat(left()).as("300 are spent, 400 may be").isEqualTo(300);
    }

    @Test
    void aSecondQuestionIsPaidForBesideAFirstOfWhichNobodyKnowsTheCostYet() {
        Bill bill = opened(600);
        bill.asks(new NanoUsd(600));

        assertThat(bill.raise(call, costing(600), G)).isInstanceOf(Refusal.BudgetSpent.class);
        assertThat(bill.raise(call, costing(400), G)).isNull();
        assertThat(left()).isZero();
    }

    @Test
    void aFailureThatCostNothingIsTriedAgainWithTheSameMoney() {
        Bill bill = opened(1_000);
        bill.asks(new NanoUsd(1_000));
        bill.charged(new NanoUsd(1_000), NanoUsd.ZERO, NOTHING);

        assertThat(bill.raise(call, costing(1_000), G)).isNull();
    }

    @Test
    void aGroupThatCannotBeAffordedIsNotAsked() {
        Bill bill = opened(100);

        assertThat(bill.raise(call, costing(1_001), G)).isInstanceOf(Refusal.BudgetSpent.class);
        assertThat(bill.raise(call, costing(50), G)).as("a cheaper one is").isNull();
        assertThat(left()).isEqualTo(900);
    }

    @Test
    void theMetersOfADearerGroupAreNamedThoughTheFirstWasFree() {
        Bill bill = opened(0);
        assertThat(bill.meters(Reservation.NOTHING)).isEmpty();

        assertThat(bill.raise(call, costing(10), G)).isNull();

        assertThat(bill.meters(Reservation.NOTHING)).hasSize(1);
    }

    @Test
    void whatNobodyKnowsThePriceOfIsRefusedWhereThatIsTheRule() {
        Cashier.Request request =
                new Cashier.Request(
                        new Caller.Master(), call, group(Tariff.UNKNOWN), G, holder -> null);

        assertThat(cashier.open(request)).isInstanceOf(Cashier.Open.class);
        assertThat(cashier(Unpriced.REFUSE).open(request))
                .isEqualTo(new Cashier.Refused(new Refusal.NoPrice(new ModelName("g"))));
    }
}
