package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signalbox.application.driven.money.BudgetNotices;
import dev.signalbox.application.driven.money.BudgetNotices.Amounts;
import dev.signalbox.application.driven.money.BudgetNotices.Event;
import dev.signalbox.application.driven.money.BudgetNotices.Names;
import dev.signalbox.application.driven.money.BudgetNotices.Notice;
import dev.signalbox.application.driven.money.Counters.Gauge;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.application.driven.money.Counters.Holding;
import dev.signalbox.application.driven.money.Counters.Wish;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.persistence.counters.PostgresCounters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Notices as two replicas see them: one is made for each crossing, and one of them gets it. */
class PostgresNoticesTest {

    private static final Holder KEY = Holder.of(Level.KEY, "pub");
    private static final Gauge EVER = gauge(KEY, null);

    private static final AtomicLong TURNS = new AtomicLong();
    private static TestDatabase schema;
    private static Database database;
    private static PostgresCounters one;
    private static PostgresCounters other;

    private final BudgetNotices notices = database.notices();

    @BeforeAll
    static void open() {
        schema = TestDatabase.fresh();
        database = Database.open(schema.url(), Duration.ofSeconds(10), progress -> {});
        one = database.counters(UUID.randomUUID(), true);
        other = database.counters(UUID.randomUUID(), true);
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
        database.close();
        schema.close();
    }

    @AfterEach
    void forget() {
        schema.execute(
                "TRUNCATE replicas, meters, grants, budget_notices, keys, users, tombstones;"
                        + "DELETE FROM teams");
    }

    private static Gauge gauge(Holder holder, Window.@Nullable Span span) {
        Window day = span == null ? null : new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);
        return new Gauge(new Count(holder, Measure.MONEY, day).meter(span), Measure.MONEY, span);
    }

    private static Given take(
            PostgresCounters replica, Gauge gauge, long most, @Nullable Long soft, long need) {
        return replica.take(
                new Wish(
                        gauge,
                        new Holding(gauge.id(), TURNS.incrementAndGet(), null),
                        most,
                        soft,
                        need,
                        need,
                        need,
                        null));
    }

    private static void spend(Gauge gauge, long cost) {
        schema.execute(
                "UPDATE meters SET spent = spent + " + cost + " WHERE id = '" + gauge.id() + "'");
    }

    private List<Notice> all() {
        List<Notice> all = new ArrayList<>();
        Optional<Notice> next = notices.take();
        while (next.isPresent()) {
            all.add(next.get());
            notices.sent(next.get().id());
            next = notices.take();
        }
        return all;
    }

    private List<Event> events() {
        return all().stream().map(Notice::event).toList();
    }

    @Test
    void eachCrossingIsToldOnceWhoeverCrossesIt() {
        assertThat(take(one, EVER, 100, 50L, 10).granted()).isEqualTo(10);
        assertThat(take(other, EVER, 100, 50L, 10).granted()).isEqualTo(10);
        spend(EVER, 49);
        assertThat(events()).isEmpty();
        spend(EVER, 1);
        assertThat(events()).containsExactly(Event.SOFT);
        spend(EVER, 29);
        assertThat(events()).isEmpty();
        spend(EVER, 1);
        spend(EVER, 1);
        assertThat(events()).containsExactly(Event.MOST);
        spend(EVER, 30);
        spend(EVER, -50);
        spend(EVER, 50);
        assertThat(take(other, EVER, 100, 50L, 1).kind()).isEqualTo(Given.Kind.REFUSED);
        assertThat(events()).containsExactly(Event.ALL);
    }

    @Test
    void twoReplicasThatSpendAtTheSameTimeMakeOneNoticeAndOneOfThemTakesIt() throws Exception {
        take(one, EVER, 1000, null, 1);
        take(other, EVER, 1000, null, 1);
        List<Future<Optional<Notice>>> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> spent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                spent.add(threads.submit(() -> spend(EVER, 110)));
            }
            for (Future<?> each : spent) {
                each.get();
            }
            for (int i = 0; i < 4; i++) {
                taken.add(threads.submit(notices::take));
            }
        }
        int count = 0;
        for (Future<Optional<Notice>> each : taken) {
            count += each.get().isPresent() ? 1 : 0;
        }
        assertThat(count).isEqualTo(1);
        assertThat(notices.waiting()).isEqualTo(1);
    }

    @Test
    void whatIsLeftMayBeTooLittleForAnyCall() {
        take(one, EVER, 100, null, 75);
        assertThat(take(one, EVER, 100, null, 40).kind()).isEqualTo(Given.Kind.REFUSED);
        spend(EVER, 75);
        assertThat(events()).as("much is left for others").isEmpty();
        schema.execute("UPDATE grants SET settled = 75");
        take(one, EVER, 100, null, 20);
        assertThat(take(one, EVER, 100, null, 9).kind()).isEqualTo(Given.Kind.REFUSED);
        assertThat(events()).isEmpty();
        spend(EVER, 19);
        assertThat(events()).containsExactlyInAnyOrder(Event.MOST, Event.ALL);
    }

    @Test
    void anotherBudgetIsToldOfAnewAndOneThatIsCrossedAlreadyAtOnce() {
        take(one, EVER, 100, null, 1);
        spend(EVER, 85);
        assertThat(events()).containsExactly(Event.MOST);
        take(one, EVER, 200, null, 1);
        assertThat(events()).isEmpty();
        take(one, EVER, 80, 10L, 0);
        assertThat(events()).containsExactlyInAnyOrder(Event.SOFT, Event.MOST, Event.ALL);
        take(one, EVER, 100, 10L, 0);
        assertThat(events()).as("that was told").isEmpty();
    }

    @Test
    void whatOnlyCountsIsToldByTheSoftBudgetAlone() {
        take(one, EVER, Allowance.UNBOUND, 5L, 0);
        spend(EVER, Long.MAX_VALUE / 2);
        assertThat(all())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.event()).isEqualTo(Event.SOFT);
                            assertThat(notice.amounts().budget()).isNull();
                        });
    }

    @Test
    void nobodyIsToldWhereNobodyWantsToBe() {
        try (PostgresCounters untold = database.counters(UUID.randomUUID(), false)) {
            take(untold, EVER, 100, 5L, 1);
            spend(EVER, 100);
        }
        assertThat(notices.waiting()).isZero();
    }

    @Test
    void everyWindowIsToldAnewAndItsEndIsSaid() {
        Window.Span today = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC).at(Instant.now());
        Gauge ofToday = gauge(Holder.EVERYBODY, today);
        take(one, ofToday, 100, null, 1);
        take(one, EVER, 100, null, 1);
        spend(ofToday, 80);
        spend(EVER, 80);
        assertThat(all())
                .extracting(Notice::holder, Notice::reset)
                .containsExactlyInAnyOrder(tuple(Holder.EVERYBODY, today.end()), tuple(KEY, null));
    }

    @Test
    void whoeverTookOneAndDiedHasItTakenByAnother() {
        take(one, EVER, 100, null, 1);
        spend(EVER, 80);
        Notice taken = notices.take().orElseThrow();
        assertThat(notices.take()).isEmpty();
        schema.execute("UPDATE budget_notices SET due = due - interval '61 s'");
        Notice again = database.notices().take().orElseThrow();
        assertThat(again.id()).isEqualTo(taken.id());
        assertThat(again.tries()).isEqualTo(2);
        notices.later(again.id(), Duration.ofMillis(1));
        assertThat(notices.waiting()).isEqualTo(1);
        schema.execute("UPDATE budget_notices SET due = due - interval '1 s'");
        assertThat(notices.take()).isPresent();
        notices.giveUp(again.id());
        schema.execute("UPDATE budget_notices SET due = now()");
        assertThat(notices.take()).isEmpty();
        assertThat(notices.waiting()).isZero();
    }

    @Test
    void whoIsMeantIsSaidAsFarAsItIsKnown() {
        schema.execute(
                """
                INSERT INTO users (id, email, role, models, extras, created_at, updated_at)
                VALUES ('lea', 'lea@example.org', 'internal_user', '{}', '{}', now(), now());
                INSERT INTO teams (id, name, models, alias_names, alias_targets, blocked, extras,
                    created_at, updated_at, revision)
                VALUES ('eu', 'Europe', '{}', '{}', '{}', false, '{}', now(), now(), 1);
                INSERT INTO keys (hash, public_id, label, name, team_id, user_id, models, blocked,
                    extras, created_at, updated_at, revision)
                VALUES ('a1b2', 'pub', 'sk-...x', 'nightly', 'eu', 'lea', '{}', false, '{}',
                    now(), now(), 1)
                """);
        Names ofKey = new Names("a1b2", "nightly", "lea", "lea@example.org", "eu", "Europe");
        assertThat(names(KEY)).isEqualTo(ofKey);
        assertThat(names(Holder.of(Level.KEY_MODEL, "pub", "gpt/4"))).isEqualTo(ofKey);
        assertThat(names(Holder.of(Level.TEAM, "eu")))
                .isEqualTo(new Names(null, null, null, null, "eu", "Europe"));
        assertThat(names(Holder.of(Level.MEMBER, "eu", "lea")))
                .isEqualTo(new Names(null, null, "lea", "lea@example.org", "eu", "Europe"));
        assertThat(names(Holder.of(Level.USER, "gone")))
                .isEqualTo(new Names(null, null, "gone", null, null, null));
        assertThat(names(Holder.of(Level.TAG, "eu")))
                .isEqualTo(new Names(null, null, null, null, null, null));
    }

    private Names names(Holder holder) {
        Gauge gauge = gauge(holder, null);
        take(one, gauge, 100, 40L, 1);
        spend(gauge, 80);
        List<Notice> told = all();
        assertThat(told)
                .hasSize(2)
                .allSatisfy(
                        notice -> {
                            assertThat(notice.holder()).isEqualTo(holder);
                            assertThat(notice.amounts())
                                    .isEqualTo(
                                            new Amounts(
                                                    new NanoUsd(80),
                                                    new NanoUsd(100),
                                                    new NanoUsd(40)));
                            assertThat(notice.tries()).isEqualTo(1);
                            assertThat(notice.age()).isLessThan(Duration.ofMinutes(1));
                        });
        return told.getFirst().names();
    }
}
