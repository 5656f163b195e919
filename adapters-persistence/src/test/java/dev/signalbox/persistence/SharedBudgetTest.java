package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.application.testkit.SeveralReplicas;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.persistence.FrontDoor.State;
import dev.signalbox.persistence.counters.PostgresCounters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A real database under replicas: with wrong clocks, gone, silent, and without its care. */
class SharedBudgetTest {

    private static final Holder KEY = Holder.of(Level.KEY, "k");
    private static final Cost TWO_CENTS = Cost.ofCall(10, new NanoUsd(20_000_000L));
    private static final Allowance DOLLAR = Allowance.money(KEY, 1_000_000_000L, null);

    private final TestDatabase schema = TestDatabase.fresh();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<PostgresCounters> opened = new ArrayList<>();
    private FrontDoor door;
    private Database database;

    @BeforeEach
    void open() throws IOException {
        door = new FrontDoor(schema.url());
        database = Database.open(door.url(), Duration.ofSeconds(10), progress -> {});
    }

    @AfterEach
    void close() throws IOException {
        opened.forEach(PostgresCounters::close);
        database.close();
        threads.close();
        door.close();
        schema.close();
    }

    private PostgresCounters counters() {
        PostgresCounters counters = database.counters(UUID.randomUUID(), true);
        opened.add(counters);
        return counters;
    }

    private Quotas replica(Duration clockIsOff, Duration patience) {
        InstantSource wrong = () -> InstantSource.system().instant().plus(clockIsOff);
        Quotas quotas =
                new Quotas(
                        counters(),
                        new Quotas.Surroundings(wrong, System::nanoTime, threads, patience));
        quotas.upkeep().run();
        return quotas;
    }

    @Test
    void everyWindowIsUsedUpAndNoneIsPassedHoweverWrongTheClocksAre() {
        Window second = new Window(1, Window.Unit.SECONDS, ZoneOffset.UTC);
        List<Allowance> budget = List.of(Allowance.money(KEY, 10, second));
        List<Quotas> replicas =
                IntStream.of(-90, 0, 90)
                        .mapToObj(off -> replica(Duration.ofSeconds(off), Duration.ofSeconds(5)))
                        .toList();
        Map<String, Integer> served = new TreeMap<>();
        while (served.size() < 6) {
            for (Quotas replica : replicas) {
                if (replica.reserve(budget, Cost.ofCall(0, new NanoUsd(1)))
                        instanceof Reservation reservation) {
                    served.merge(reservation.meters().getFirst(), 1, Integer::sum);
                    reservation.settle(Cost.ofCall(0, new NanoUsd(1)));
                }
            }
        }
        List<Integer> windows = List.copyOf(served.values());
        assertThat(windows).allMatch(count -> count <= 10);
        assertThat(windows.subList(1, 5)).as("the first and the last are cut").containsOnly(10);
    }

    @Test
    void whileTheDatabaseIsSilentOnlyOneCallWaitsAndWhatWasGrantedServesOn() {
        Quotas quotas = replica(Duration.ZERO, Quotas.Surroundings.PATIENCE);
        List<Allowance> budget = List.of(DOLLAR);
        // The first calls also make the connections.
        int before = 0;
        while (before < 3) {
            if (quotas.reserve(budget, TWO_CENTS) instanceof Reservation reservation) {
                reservation.settle(TWO_CENTS);
                before++;
            } else {
                quotas.upkeep().run();
            }
        }
        door.become(State.SILENT);
        List<Duration> waits = new ArrayList<>();
        int served = before;
        int refused = 0;
        while (refused < 100) {
            long start = System.nanoTime();
            switch (quotas.reserve(budget, TWO_CENTS)) {
                case Reservation reservation -> {
                    reservation.settle(TWO_CENTS);
                    served++;
                }
                case Quotas.Refused no -> {
                    assertThat(no.refusal()).isInstanceOf(Refusal.AllowanceUnknown.class);
                    refused++;
                }
            }
            waits.add(Duration.ofNanos(System.nanoTime() - start));
        }
        assertThat(served).isBetween(before, 50);
        assertThat(waits.stream().filter(wait -> wait.toMillis() >= 200)).hasSizeLessThan(2);
        door.become(State.SHUT);
        door.become(State.OPEN);
        while (!(quotas.reserve(budget, TWO_CENTS) instanceof Reservation)) {
            quotas.upkeep().run();
        }
    }

    @Test
    void itIsTheConditionInTheDatabaseThatKeepsTheBudget() {
        schema.execute(
                """
                CREATE OR REPLACE FUNCTION careless(most bigint) RETURNS bigint LANGUAGE sql
                    AS 'SELECT 1000000000000000';
                DO $$ BEGIN
                    EXECUTE replace(pg_get_functiondef('take_grant'::regproc),
                        'room := p_most - used', 'room := careless(p_most) - used');
                END $$
                """);
        try (SeveralReplicas several =
                SeveralReplicas.of(List.of(counters(), counters()), Duration.ofSeconds(20))) {
            assertThat(SeveralReplicas.letIn(several.callAtOnce(200, List.of(DOLLAR), TWO_CENTS)))
                    .hasSizeGreaterThan(50);
        }
    }

    @Test
    void whatAReplicaHadWhenItDiedIsLostUntilItsJournalIsReadAndThenToBeHad() {
        UUID dead = UUID.randomUUID();
        PostgresCounters ofTheDead = database.counters(dead, true);
        opened.add(ofTheDead);
        try (SeveralReplicas several =
                SeveralReplicas.of(
                        List.of(ofTheDead, counters(), counters()), Duration.ofSeconds(20))) {
            List<Allowance> budget = List.of(DOLLAR);
            assertThat(several.replica(0).reserve(budget, TWO_CENTS))
                    .isInstanceOf(Reservation.class);
            ofTheDead.close();
            schema.execute("UPDATE replicas SET seen = '-infinity' WHERE id = '" + dead + "'");
            int beforeReading = 0;
            while (several.replica(1).reserve(budget, TWO_CENTS) instanceof Reservation) {
                beforeReading++;
            }
            assertThat(beforeReading).isLessThan(49);
            schema.execute(
                    "UPDATE meters SET spent = spent + 20000000;SELECT close_grants('"
                            + dead
                            + "')");
            int afterReading = 0;
            while (beforeReading + afterReading < 49) {
                if (several.replica(2).reserve(budget, TWO_CENTS) instanceof Reservation) {
                    afterReading++;
                }
            }
            assertThat(several.replica(2).reserve(budget, TWO_CENTS))
                    .isInstanceOf(Quotas.Refused.class);
        }
    }
}
