package dev.signalbox.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.driven.money.Counters.Gauge;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.application.driven.money.Counters.Given.Kind;
import dev.signalbox.application.driven.money.Counters.Holding;
import dev.signalbox.application.driven.money.Counters.Wish;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What counters must do, and what replicas together must do with them. */
public abstract class CountersContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NanoUsd DOLLAR = new NanoUsd(1_000_000_000L);
    private static final NanoUsd TWO_CENTS = new NanoUsd(20_000_000L);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final AtomicLong turns = new AtomicLong();

    /** As a replica that never was before sees them. */
    protected abstract Counters newReplica();

    /** The ledger writes that calls of {@code replica} cost so much. */
    protected abstract void write(Counters replica, String meter, long cost);

    /** Longer ago than replicas are believed to live. */
    protected abstract void letDie(Counters replica);

    /** The whole journal of a dead replica has been read. */
    protected abstract void closeGrants(Counters replica);

    /** How often the races are run. */
    protected int rounds() {
        return 20;
    }

    private static String fresh() {
        return "n" + NUMBERS.incrementAndGet();
    }

    private static Gauge money() {
        Count count = new Count(Holder.of(Level.KEY, fresh()), Measure.MONEY, null);
        return new Gauge(count.meter(null), Measure.MONEY, null);
    }

    private static Gauge slots() {
        Count count = new Count(Holder.of(Level.KEY, fresh()), Measure.SLOTS, null);
        return new Gauge(count.meter(null), Measure.SLOTS, null);
    }

    private Wish wish(Gauge gauge, @Nullable Long held, long most, long need) {
        return new Wish(gauge, holding(gauge, held), most, null, need, need, need, null);
    }

    private Holding holding(Gauge gauge, @Nullable Long held) {
        return new Holding(gauge.id(), turns.incrementAndGet(), held);
    }

    private Counters living() {
        Counters replica = newReplica();
        assertThat(replica.beat()).isNotNull();
        return replica;
    }

    @Test
    void isGrantedWhileThereIsRoomAndRefusedWithWhatIsUsed() {
        Counters one = living();
        Gauge gauge = money();
        assertThat(one.take(wish(gauge, null, 10, 4)))
                .extracting(Given::kind, Given::held, Given::granted, Given::used)
                .containsExactly(Kind.GRANTED, 4L, 4L, 0L);
        assertThat(one.take(wish(gauge, 4L, 10, 6)).held()).isEqualTo(10);
        assertThat(one.take(wish(gauge, 10L, 10, 1)))
                .extracting(Given::kind, Given::held, Given::granted, Given::used)
                .containsExactly(Kind.REFUSED, 10L, 0L, 10L);
    }

    @Test
    void whatTheLedgerHasWrittenIsNotCountedTwice() {
        Counters one = living();
        Gauge gauge = money();
        assertThat(one.take(wish(gauge, null, 10, 6)).granted()).isEqualTo(6);
        write(one, gauge.id(), 5);
        assertThat(one.take(wish(gauge, 6L, 10, 4)).kind()).isEqualTo(Kind.GRANTED);
        assertThat(living().take(wish(gauge, null, 10, 1)).used()).isEqualTo(10);
    }

    @Test
    void whatCostMoreThanWasGrantedCountsOnce() {
        Counters one = living();
        Gauge gauge = money();
        assertThat(one.take(wish(gauge, null, 10, 3)).granted()).isEqualTo(3);
        write(one, gauge.id(), 5);
        assertThat(one.take(wish(gauge, 3L, 10, 7)).kind()).isEqualTo(Kind.GRANTED);
        assertThat(living().take(wish(gauge, null, 10, 6)).kind()).isNotEqualTo(Kind.GRANTED);
    }

    @Test
    void whoForgotWhatItHadIsToldSo() {
        Counters one = living();
        Gauge gauge = money();
        assertThat(one.take(wish(gauge, null, 10, 6)).granted()).isEqualTo(6);
        assertThat(one.take(wish(gauge, null, 10, 4)))
                .extracting(Given::held, Given::granted)
                .containsExactly(10L, 4L);
    }

    @Test
    void whatArrivesLateChangesNothing() {
        Counters one = living();
        Gauge gauge = money();
        Holding late = holding(gauge, 0L);
        assertThat(one.take(wish(gauge, null, 10, 10)).granted()).isEqualTo(10);
        one.report(late);
        assertThat(living().take(wish(gauge, null, 10, 1)).kind()).isNotEqualTo(Kind.GRANTED);
    }

    @Test
    void othersAreAskedForWhatTheyDoNotUseAndWhatTheyGiveBackIsToBeHad() throws Exception {
        Counters one = living();
        Counters other = living();
        BlockingQueue<String> heardByOther = heard(other);
        BlockingQueue<String> heardByOne = heard(one);
        Gauge gauge = money();
        assertThat(other.take(wish(gauge, null, 10, 8)).granted()).isEqualTo(8);
        Given first = one.take(late(gauge, null, first(other, gauge)));
        assertThat(first.kind()).isEqualTo(Kind.OTHERS_ASKED);
        // Listening begins in its own time: what was said before is said once more.
        String recalled = heardByOther.poll(200, TimeUnit.MILLISECONDS);
        for (int i = 0; i < 100 && recalled == null; i++) {
            first = one.take(late(gauge, null, first(other, gauge)));
            recalled = heardByOther.poll(200, TimeUnit.MILLISECONDS);
        }
        assertThat(recalled).isEqualTo("recalled " + gauge.id());
        other.report(holding(gauge, 3L));
        String freed = heardByOne.poll(200, TimeUnit.MILLISECONDS);
        for (int i = 0; i < 100 && freed == null; i++) {
            other.report(holding(gauge, 3L));
            freed = heardByOne.poll(200, TimeUnit.MILLISECONDS);
        }
        assertThat(freed).isEqualTo("freed " + gauge.id());
        assertThat(one.take(late(gauge, 0L, first.at())).kind()).isEqualTo(Kind.GRANTED);
        assertThat(one.take(late(gauge, 5L, first.at())))
                .as("nobody has anything unused now")
                .extracting(Given::kind, Given::used)
                .containsExactly(Kind.REFUSED, 8L);
    }

    /** The first question comes when the other's last word is older than what counts as fresh. */
    private Instant first(Counters other, Gauge gauge) {
        return other.beat().plusSeconds(1);
    }

    private Wish late(Gauge gauge, @Nullable Long held, Instant asked) {
        return new Wish(gauge, holding(gauge, held), 10, null, 5, 5, 5, asked);
    }

    private static BlockingQueue<String> heard(Counters replica) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        replica.tell(
                new Counters.News() {
                    @Override
                    public void recalled(String meter) {
                        heard.add("recalled " + meter);
                    }

                    @Override
                    public void freed(String meter) {
                        heard.add("freed " + meter);
                    }
                });
        return heard;
    }

    @Test
    void slotsOfTheDeadAreFreeAndTheirMoneyIsNot() {
        Counters dead = living();
        Gauge slots = slots();
        Gauge money = money();
        assertThat(dead.take(wish(slots, null, 3, 3)).granted()).isEqualTo(3);
        assertThat(dead.take(wish(money, null, 10, 10)).granted()).isEqualTo(10);
        Counters one = living();
        assertThat(one.take(wish(slots, null, 3, 1)).granted()).isZero();
        letDie(dead);
        assertThat(one.beat()).isNotNull();
        assertThat(one.take(wish(slots, 0L, 3, 3)).granted()).isEqualTo(3);
        assertThat(one.take(wish(money, null, 10, 1)).kind()).isEqualTo(Kind.REFUSED);
        write(dead, money.id(), 4);
        closeGrants(dead);
        assertThat(one.take(wish(money, 0L, 10, 7)).kind()).isEqualTo(Kind.REFUSED);
        assertThat(one.take(wish(money, 0L, 10, 6)).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void theWindowIsThatOfTheSharedClock() {
        Counters one = living();
        Window day = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);
        Count count = new Count(Holder.of(Level.TEAM, fresh()), Measure.MONEY, day);
        Window.Span today = day.at(one.beat());
        Window.Span yesterday = day.at(today.start().minusSeconds(1));
        Window.Span tomorrow = day.at(today.end().plusSeconds(1));
        for (Window.Span other : List.of(yesterday, tomorrow)) {
            Given given =
                    one.take(wish(new Gauge(count.meter(other), Measure.MONEY, other), null, 9, 1));
            assertThat(given.kind()).isEqualTo(Kind.NOT_NOW);
            assertThat(today.contains(given.at())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void ofADollarExactlyFiftyCallsOfTwoCentsAreServed(int replicas) {
        try (SeveralReplicas several = replicas(replicas)) {
            for (int round = 0; round < rounds(); round++) {
                List<Allowance> budget =
                        List.of(
                                Allowance.money(
                                        Holder.of(Level.KEY, fresh()), DOLLAR.amount(), null));
                several.beat();
                List<Quotas.Answer> answers =
                        several.callAtOnce(200, budget, Cost.ofCall(10, TWO_CENTS));
                assertThat(SeveralReplicas.letIn(answers)).as("round %d", round).hasSize(50);
                assertThat(SeveralReplicas.refused(answers))
                        .allSatisfy(
                                refused ->
                                        assertThat(refused.refusal())
                                                .isInstanceOf(Refusal.BudgetSpent.class));
            }
        }
    }

    @Test
    void ofAHundredRequestsAMinuteExactlyAHundredAreServedByThreeReplicas() {
        try (SeveralReplicas several = replicas(3)) {
            for (int round = 0; round < rounds(); round++) {
                List<Allowance> limit =
                        List.of(
                                new Allowance(
                                        new Count(
                                                Holder.of(Level.KEY, fresh()),
                                                Measure.REQUESTS,
                                                // An hour: no round may meet the end of a minute.
                                                new Window(1, Window.Unit.HOURS, ZoneOffset.UTC)),
                                        100));
                several.beat();
                assertThat(
                                SeveralReplicas.letIn(
                                        several.callAtOnce(
                                                300, limit, Cost.ofCall(1, NanoUsd.ZERO))))
                        .as("round %d", round)
                        .hasSize(100);
            }
        }
    }

    @Test
    void nobodyIsRefusedWhileAnotherReplicaHasSomethingUnused() {
        try (SeveralReplicas several = replicas(3)) {
            for (int round = 0; round < rounds(); round++) {
                List<Allowance> limit =
                        List.of(Allowance.slots(Holder.of(Level.KEY, fresh()), 100));
                several.beat();
                assertThat(
                                IntStream.range(0, 2)
                                        .mapToObj(replica -> several.replica(replica))
                                        .map(replica -> replica.reserve(limit, Cost.NONE)))
                        .allMatch(Reservation.class::isInstance);
                long alone =
                        IntStream.range(0, 120)
                                .mapToObj(call -> several.replica(2).reserve(limit, Cost.NONE))
                                .filter(Reservation.class::isInstance)
                                .count();
                assertThat(alone).isEqualTo(98);
            }
        }
    }

    /** So many, each of which was never before. */
    protected SeveralReplicas replicas(int number) {
        return SeveralReplicas.of(
                IntStream.range(0, number).mapToObj(i -> newReplica()).toList(), PATIENCE);
    }
}
