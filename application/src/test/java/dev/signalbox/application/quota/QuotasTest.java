package dev.signalbox.application.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.testkit.InMemoryCounters;
import dev.signalbox.application.testkit.SeveralReplicas;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class QuotasTest {

    private static final Instant START = Instant.parse("2026-03-04T12:00:10Z");
    private static final Holder KEY = Holder.of(Level.KEY, "k");
    private static final Window DAY = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final InMemoryCounters counters = InMemoryCounters.careful(this::sharedNow);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
    }

    private Instant sharedNow() {
        return START.plusNanos(nanos.get() + 5);
    }

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    /** Everything happens at once, on the thread of the call. */
    private Quotas replica(Counters counters) {
        return replica(counters, Duration.ZERO, Runnable::run);
    }

    private Quotas replica(Counters counters, Duration clockIsOff, Executor threads) {
        Quotas quotas =
                new Quotas(
                        counters,
                        new Quotas.Surroundings(
                                () -> sharedNow().plus(clockIsOff),
                                nanos::get,
                                threads,
                                Quotas.Surroundings.PATIENCE));
        quotas.upkeep().run();
        return quotas;
    }

    private static Cost cost(long tokens, long nanos) {
        return Cost.ofCall(tokens, new NanoUsd(nanos));
    }

    private static Reservation letIn(Quotas.Answer answer) {
        assertThat(answer).isInstanceOf(Reservation.class);
        return (Reservation) answer;
    }

    private static Refusal refusal(Quotas.Answer answer) {
        assertThat(answer).isInstanceOf(Quotas.Refused.class);
        return ((Quotas.Refused) answer).refusal();
    }

    @Test
    void aGlimpseSaysWhatIsLeftAndTakesNothing() {
        Quotas quotas = replica(counters.of("a"));
        Allowance budget = Allowance.money(KEY, 100, DAY);
        Instant midnight = Instant.parse("2026-03-05T00:00:00Z");
        assertThat(quotas.glimpse().of(List.of(budget)))
                .as("nobody here has heard of it")
                .containsExactly(new Glimpse.Kept(budget, null, midnight));
        letIn(quotas.reserve(List.of(budget), cost(1, 30))).settle(cost(1, 20));
        Reservation underWay = letIn(quotas.reserve(List.of(budget), cost(1, 50)));
        assertThat(quotas.glimpse().of(List.of(budget)).getFirst().standing())
                .satisfies(standing -> assertThat(standing.left()).isEqualTo(30));
        assertThat(underWay.standings())
                .as("what is set aside for the call itself is not spent")
                .singleElement()
                .satisfies(standing -> assertThat(standing.used()).isEqualTo(20));
        underWay.release();
        assertThat(quotas.glimpse().of(List.of(budget)).getFirst().standing())
                .satisfies(standing -> assertThat(standing.left()).isEqualTo(80));
        advance(Duration.ofDays(1));
        assertThat(quotas.glimpse().of(List.of(budget)).getFirst().standing()).isNull();
    }

    @Test
    void whoAsksForMoreThanThereEverIsHearsHowMuchWasUsedElsewhere() {
        Quotas one = replica(counters.of("a"));
        Quotas other = replica(counters.of("b"));
        Allowance budget = Allowance.money(KEY, 100, DAY);
        letIn(one.reserve(List.of(budget), cost(1, 30))).settle(cost(1, 30));
        one.upkeep().close();

        Refusal.BudgetSpent spent =
                (Refusal.BudgetSpent) refusal(other.reserve(List.of(budget), cost(1, 101)));

        assertThat(spent.used()).isEqualTo(new NanoUsd(30));
        letIn(other.reserve(List.of(budget), cost(1, 70)));
    }

    @Test
    void whoIsRefusedForOneThingHasTakenNothingOfTheOthers() {
        Quotas quotas = replica(counters.of("a"));
        Allowance once = Allowance.perMinute(KEY, Measure.REQUESTS, 1);
        Allowance slot = Allowance.slots(KEY, 1);
        Allowance budget = Allowance.money(KEY, 10, DAY);
        assertThat(refusal(quotas.reserve(List.of(once, slot, budget), cost(1, 11))))
                .isEqualTo(
                        new Refusal.BudgetSpent(
                                KEY,
                                NanoUsd.ZERO,
                                new NanoUsd(10),
                                new NanoUsd(11),
                                Instant.parse("2026-03-05T00:00:00Z"),
                                Duration.between(
                                        sharedNow(), Instant.parse("2026-03-05T00:00:00Z"))));
        letIn(quotas.reserve(List.of(once, slot, budget), cost(1, 10))).release();
        letIn(quotas.reserve(List.of(once, slot, budget), cost(1, 10))).settle(cost(1, 10));
        assertThat(refusal(quotas.reserve(List.of(once, slot), cost(1, 0))))
                .isEqualTo(
                        new Refusal.RateLimited(
                                KEY,
                                Measure.REQUESTS,
                                1,
                                1,
                                Instant.parse("2026-03-04T12:01:00Z"),
                                Duration.ofSeconds(50)));
    }

    @Test
    void whatACallDidNotTakeIsToBeHadAgainAndOnlyOnce() {
        Quotas quotas = replica(counters.of("a"));
        List<Allowance> both =
                List.of(
                        Allowance.money(KEY, 100, null),
                        Allowance.perMinute(KEY, Measure.TOKENS, 100));
        Reservation first = letIn(quotas.reserve(both, cost(80, 80)));
        first.settle(cost(30, 40));
        first.settle(cost(0, 0));
        first.release();
        letIn(quotas.reserve(both, cost(70, 60))).settle(cost(70, 60));
        advance(Duration.ofMillis(60));
        assertThat(refusal(quotas.reserve(both, cost(1, 1))))
                .isInstanceOfSatisfying(
                        Refusal.BudgetSpent.class,
                        spent -> assertThat(spent.used()).isEqualTo(new NanoUsd(100)));
        assertThat(refusal(quotas.reserve(both.subList(1, 2), cost(1, 1))))
                .isInstanceOf(Refusal.RateLimited.class);
    }

    @Test
    void whatTookMoreThanWasReservedIsPaidByTheNext() {
        Quotas quotas = replica(counters.of("a"));
        List<Allowance> budget = List.of(Allowance.money(KEY, 100, null));
        letIn(quotas.reserve(budget, cost(0, 50))).settle(cost(0, 90));
        assertThat(refusal(quotas.reserve(budget, cost(0, 11))))
                .isInstanceOf(Refusal.BudgetSpent.class);
        letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
    }

    @Test
    void aMetersIdIsNamedForTheLedger() {
        Quotas quotas = replica(counters.of("a"));
        Reservation reservation =
                letIn(
                        quotas.reserve(
                                List.of(
                                        Allowance.slots(KEY, 3),
                                        Allowance.money(KEY, 100, DAY),
                                        Allowance.perMinute(KEY, Measure.TOKENS, 10)),
                                cost(1, 1)));
        assertThat(reservation.meters()).containsExactly("key/usd/1d/2026-03-04T00:00:00Z/k");
    }

    @Test
    void whatALargerAllowanceGrantedIsNotSpentWhenItIsSmaller() {
        Quotas quotas = replica(counters.of("a"));
        letIn(quotas.reserve(List.of(Allowance.money(KEY, 1000, null)), cost(0, 10)))
                .settle(cost(0, 10));
        List<Allowance> smaller = List.of(Allowance.money(KEY, 15, null));
        assertThat(refusal(quotas.reserve(smaller, cost(0, 6))))
                .isInstanceOfSatisfying(
                        Refusal.BudgetSpent.class,
                        spent -> assertThat(spent.limit()).isEqualTo(new NanoUsd(15)));
        letIn(quotas.reserve(smaller, cost(0, 5))).settle(cost(0, 5));
    }

    @Test
    void whatIsCountedOnlyIsNamedForTheLedgerAndRefusesNothing() {
        InMemoryCounters.View view = counters.of("a");
        AtomicInteger asked = new AtomicInteger();
        Quotas quotas = replica(new Silent(view, new CountDownLatch(0), asked));
        List<Allowance> counted = List.of(Allowance.money(KEY, Allowance.UNBOUND, DAY).telling(7L));
        for (int i = 0; i < 5; i++) {
            Reservation reservation = letIn(quotas.reserve(counted, cost(0, 10)));
            assertThat(reservation.meters()).containsExactly("key/usd/1d/2026-03-04T00:00:00Z/k");
            reservation.settle(cost(0, 10));
        }
        assertThat(asked).as("once, to tell of it").hasValue(1);
        view.cut(true);
        letIn(quotas.reserve(List.of(counted.getFirst().telling(8L)), cost(0, 10))).release();
    }

    @Test
    void whoeverUsedMuchInOneWindowAsksForMuchAtTheBeginningOfTheNext() {
        List<Counters.Wish> wishes = new ArrayList<>();
        Quotas quotas = replica(new Noting(counters.of("a"), wishes));
        List<Allowance> limit = List.of(Allowance.perMinute(KEY, Measure.REQUESTS, 100_000));
        for (int i = 0; i < 2_000; i++) {
            letIn(quotas.reserve(limit, cost(0, 0))).settle(cost(0, 0));
        }
        int before = wishes.size();
        assertThat(wishes.getFirst().liked()).as("many calls' worth").isEqualTo(64);
        assertThat(before).as("and more each time").isBetween(3, 8);
        advance(Duration.ofMinutes(1));
        letIn(quotas.reserve(limit, cost(0, 0))).settle(cost(0, 0));
        assertThat(wishes.getLast().liked()).isGreaterThan(500);
        for (int i = 0; i < 500; i++) {
            letIn(quotas.reserve(limit, cost(0, 0))).settle(cost(0, 0));
        }
        assertThat(wishes).as("asked for once").hasSize(before + 1);
    }

    @Test
    void whatIsSoftIsToldWithTheFirstQuestionAndWhenItChanges() {
        List<Counters.Wish> wishes = new ArrayList<>();
        Quotas quotas = replica(new Noting(counters.of("a"), wishes));
        Allowance budget = Allowance.money(KEY, 1000, null).telling(500L);
        for (Allowance allowance :
                List.of(budget, budget, budget.telling(600L), budget.telling(600L))) {
            letIn(quotas.reserve(List.of(allowance), cost(0, 10))).settle(cost(0, 10));
        }
        assertThat(wishes).extracting(Counters.Wish::soft).containsExactly(500L, 600L);
        assertThat(wishes.getLast().liked()).isZero();
    }

    /** Notes what is asked. */
    private record Noting(Counters counters, List<Counters.Wish> wishes) implements Counters {

        @Override
        public Given take(Wish wish) {
            wishes.add(wish);
            return counters.take(wish);
        }

        @Override
        public void report(Holding holding) {
            counters.report(holding);
        }

        @Override
        public Instant beat() {
            return counters.beat();
        }

        @Override
        public void tell(News news) {
            counters.tell(news);
        }
    }

    @Test
    void nothingIsServedOfNothingAndWhatCostsNothingIsNotCounted() {
        Quotas quotas = replica(counters.of("a"));
        for (Allowance none :
                List.of(
                        Allowance.money(KEY, 0, null),
                        Allowance.slots(KEY, 0),
                        Allowance.perMinute(KEY, Measure.REQUESTS, 0))) {
            assertThat(quotas.reserve(List.of(none), cost(1, 1)))
                    .isInstanceOf(Quotas.Refused.class);
        }
        letIn(quotas.reserve(List.of(Allowance.money(KEY, 0, null)), cost(1, 0))).release();
    }

    @ParameterizedTest
    @ValueSource(longs = {-90, 0, 90})
    void theSharedClockRulesHoweverWrongThisMachinesClockIs(long seconds) {
        Quotas wrong = replica(counters.of("a"), Duration.ofSeconds(seconds), Runnable::run);
        Quotas right = replica(counters.of("b"));
        List<Allowance> limit = List.of(Allowance.perMinute(KEY, Measure.REQUESTS, 10));
        Map<Instant, Integer> servedByMinute = new TreeMap<>();
        for (int i = 0; i < 20 + 4 * 24; i++) {
            for (Quotas each : List.of(wrong, right)) {
                if (each.reserve(limit, cost(1, 0)) instanceof Reservation reservation) {
                    reservation.settle(cost(1, 0));
                    servedByMinute.merge(
                            sharedNow().truncatedTo(ChronoUnit.MINUTES), 1, Integer::sum);
                }
            }
            advance(Duration.ofMillis(2500));
            wrong.upkeep().run();
            right.upkeep().run();
        }
        assertThat(servedByMinute)
                .hasSize(5)
                .allSatisfy((minute, served) -> assertThat(served).isEqualTo(10));
    }

    @Test
    void whatIsGrantedServesOnWhileTheCountersAreAwayAndNobodyWaits() {
        InMemoryCounters.View view = counters.of("a");
        Quotas quotas = replica(view);
        List<Allowance> budget = List.of(Allowance.money(KEY, 1000, null));
        letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
        view.cut(true);
        int served = 0;
        while (quotas.reserve(budget, cost(0, 10)) instanceof Reservation reservation) {
            reservation.settle(cost(0, 10));
            served++;
        }
        assertThat(served).as("what is left of an eighth of it").isEqualTo(11);
        assertThat(refusal(quotas.reserve(budget, cost(0, 10))))
                .isEqualTo(new Refusal.AllowanceUnknown(KEY, Measure.MONEY));
        view.cut(false);
        assertThat(quotas.reserve(budget, cost(0, 10))).isInstanceOf(Quotas.Refused.class);
        quotas.upkeep().run();
        letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
    }

    @Test
    void onlyTheFirstCallWaitsForCountersThatAreSilent() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Silent silent = new Silent(counters.of("a"), answer, asked);
        Quotas quotas =
                new Quotas(
                        silent,
                        new Quotas.Surroundings(
                                this::sharedNow,
                                System::nanoTime,
                                threads,
                                Quotas.Surroundings.PATIENCE));
        List<Allowance> budget = List.of(Allowance.money(KEY, 1000, null));
        long start = System.nanoTime();
        assertThat(refusal(quotas.reserve(budget, cost(0, 10))))
                .isInstanceOf(Refusal.AllowanceUnknown.class);
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Quotas.Surroundings.PATIENCE.toNanos());
        for (int i = 0; i < 1000; i++) {
            assertThat(quotas.reserve(budget, cost(0, 10))).isInstanceOf(Quotas.Refused.class);
        }
        assertThat(asked).hasValue(1);
        answer.countDown();
        quotas.upkeep().run();
        letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
    }

    @Test
    void aNoNeedsAWordOfEverybodyWhoMayHaveSomethingUnused() {
        Quotas deaf = replica(new Deaf(counters.of("a")));
        Quotas asking =
                new Quotas(
                        counters.of("b"),
                        new Quotas.Surroundings(
                                this::sharedNow,
                                System::nanoTime,
                                threads,
                                Duration.ofMillis(500)));
        asking.upkeep().run();
        List<Allowance> budget = List.of(Allowance.money(KEY, 100, null));
        letIn(deaf.reserve(budget, cost(0, 20))).release();
        assertThat(refusal(asking.reserve(budget, cost(0, 90))))
                .isEqualTo(new Refusal.AllowanceUnknown(KEY, Measure.MONEY));
        letIn(asking.reserve(budget, cost(0, 80))).release();
        advance(Duration.ofSeconds(3));
        deaf.upkeep().run();
        letIn(asking.reserve(budget, cost(0, 85))).settle(cost(0, 85));
    }

    /** Never hears that others ask for what it does not use. */
    private record Deaf(Counters counters) implements Counters {

        @Override
        public Given take(Wish wish) {
            return counters.take(wish);
        }

        @Override
        public void report(Holding holding) {
            counters.report(holding);
        }

        @Override
        public Instant beat() {
            return counters.beat();
        }

        @Override
        public void tell(News news) {
            // It does not listen.
        }
    }

    @Test
    void oneMeterThatIsHeldUpKeepsNobodyElseFromWaitingForAnother() {
        CountDownLatch answer = new CountDownLatch(1);
        HeldUp view = new HeldUp(counters.of("a"), answer);
        Quotas quotas =
                new Quotas(
                        view,
                        new Quotas.Surroundings(
                                this::sharedNow,
                                System::nanoTime,
                                threads,
                                Duration.ofMillis(400)));
        List<Allowance> held = List.of(Allowance.money(Holder.of(Level.KEY, "held"), 1000, null));
        List<Allowance> free = List.of(Allowance.money(KEY, 1000, null));
        quotas.upkeep().run();
        Thread beating = Thread.ofVirtual().start(() -> view.beatWhenAsked(quotas.upkeep()));
        try {
            assertThat(refusal(quotas.reserve(held, cost(0, 10))))
                    .isInstanceOf(Refusal.AllowanceUnknown.class);
            letIn(quotas.reserve(free, cost(0, 10))).release();
        } finally {
            answer.countDown();
            assertThat(beating).isNotNull();
        }
    }

    /** Holds up what is asked about one meter. */
    private record HeldUp(Counters counters, CountDownLatch answer, CountDownLatch asked)
            implements Counters {

        HeldUp(Counters counters, CountDownLatch answer) {
            this(counters, answer, new CountDownLatch(1));
        }

        /** Something else is answered after the meter was asked about. */
        void beatWhenAsked(Runnable beat) {
            waitFor(asked);
            beat.run();
        }

        @Override
        public Given take(Wish wish) {
            if (wish.gauge().id().endsWith("/held")) {
                asked.countDown();
                waitFor(answer);
            }
            return counters.take(wish);
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void report(Holding holding) {
            counters.report(holding);
        }

        @Override
        public Instant beat() {
            return counters.beat();
        }

        @Override
        public void tell(News news) {
            counters.tell(news);
        }
    }

    /** Answers a question when it is told to. */
    private record Silent(Counters counters, CountDownLatch answer, AtomicInteger asked)
            implements Counters {

        @Override
        public Given take(Wish wish) {
            asked.incrementAndGet();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return counters.take(wish);
        }

        @Override
        public void report(Holding holding) {
            counters.report(holding);
        }

        @Override
        public Instant beat() {
            return counters.beat();
        }

        @Override
        public void tell(News news) {
            counters.tell(news);
        }
    }

    @Test
    void slotsComeBackAndThoseOfTheDeadAreFree() {
        Quotas dead = replica(counters.of("a"));
        Quotas living = replica(counters.of("b"));
        List<Allowance> slots = List.of(Allowance.slots(KEY, 2));
        Reservation first = letIn(dead.reserve(slots, Cost.NONE));
        assertThat(letIn(dead.reserve(slots, Cost.NONE))).isNotNull();
        assertThat(refusal(living.reserve(slots, Cost.NONE)))
                .isEqualTo(
                        new Refusal.RateLimited(
                                KEY, Measure.SLOTS, 2, 2, null, Duration.ofSeconds(1)));
        first.release();
        advance(Duration.ofMillis(150));
        letIn(living.reserve(slots, Cost.NONE)).release();
        advance(Duration.ofSeconds(11));
        living.upkeep().run();
        assertThat(letIn(living.reserve(slots, Cost.NONE))).isNotNull();
        assertThat(letIn(living.reserve(slots, Cost.NONE))).isNotNull();
    }

    @Test
    void whoWasTakenForDeadUsesNoSlotBeforeItHasAskedAgain() {
        InMemoryCounters.View view = counters.of("a");
        Quotas cut = replica(view);
        Quotas other = replica(counters.of("b"));
        List<Allowance> slots = List.of(Allowance.slots(KEY, 8));
        Reservation kept = letIn(cut.reserve(slots, Cost.NONE));
        view.cut(true);
        advance(Duration.ofSeconds(11));
        other.upkeep().run();
        for (int i = 0; i < 8; i++) {
            assertThat(letIn(other.reserve(slots, Cost.NONE))).isNotNull();
        }
        view.cut(false);
        cut.upkeep().run();
        assertThat(cut.reserve(slots, Cost.NONE)).isInstanceOf(Quotas.Refused.class);
        kept.release();
        advance(Duration.ofMillis(150));
        assertThat(cut.reserve(slots, Cost.NONE)).isInstanceOf(Quotas.Refused.class);
    }

    @Test
    void moreIsTakenBeforeItIsNeeded() {
        InMemoryCounters.View view = counters.of("a");
        AtomicInteger asked = new AtomicInteger();
        Quotas quotas = replica(new Silent(view, new CountDownLatch(0), asked));
        List<Allowance> budget = List.of(Allowance.money(KEY, 100_000, null));
        letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
        for (int i = 0; i < 40; i++) {
            letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
        }
        assertThat(asked).as("once for the first call, once when half was gone").hasValue(2);
        view.cut(true);
        for (int i = 0; i < 100; i++) {
            letIn(quotas.reserve(budget, cost(0, 10))).settle(cost(0, 10));
        }
    }

    @Test
    void whatNobodyUsesIsGivenBack() {
        Quotas idle = replica(counters.of("a"));
        List<Allowance> budget = List.of(Allowance.money(KEY, 1000, null));
        letIn(idle.reserve(budget, cost(0, 10))).settle(cost(0, 10));
        advance(Duration.ofSeconds(3));
        idle.upkeep().run();
        Quotas other = replica(counters.of("b"));
        InMemoryCounters.View gone = counters.of("a");
        gone.cut(true);
        letIn(other.reserve(budget, cost(0, 990))).settle(cost(0, 990));
        assertThat(other.reserve(budget, cost(0, 1))).isInstanceOf(Quotas.Refused.class);
        advance(Duration.ofMinutes(2));
        idle.upkeep().run();
        counters.written("a", "key/usd/ever/-/k", 10);
        counters.written("b", "key/usd/ever/-/k", 990);
        assertThat(idle.reserve(budget, cost(0, 1))).isInstanceOf(Quotas.Refused.class);
    }

    @Test
    void whoEndsGivesBackWhatIsUnusedThoughTheCountersWereAwayAMomentAgo() {
        InMemoryCounters.View view = counters.of("a");
        Quotas ends = replica(view);
        List<Allowance> budget = List.of(Allowance.money(KEY, 1000, null));
        letIn(ends.reserve(budget, cost(0, 10))).release();
        view.cut(true);
        ends.upkeep().run();
        view.cut(false);
        ends.upkeep().close();
        view.cut(true);
        advance(Duration.ofSeconds(11));
        Quotas other = replica(counters.of("b"));
        assertThat(letIn(other.reserve(budget, cost(0, 1000)))).isNotNull();
    }

    @Test
    void itIsTheLookIntoWhatIsLeftThatKeepsTheBound() {
        InMemoryCounters careless = InMemoryCounters.careless(this::sharedNow);
        try (SeveralReplicas several =
                SeveralReplicas.of(
                        List.of(careless.of("a"), careless.of("b")), Duration.ofSeconds(5))) {
            assertThat(
                            SeveralReplicas.letIn(
                                    several.callAtOnce(
                                            200,
                                            List.of(Allowance.money(KEY, 1000, null)),
                                            cost(0, 20))))
                    .hasSizeGreaterThan(50);
        }
    }
}
