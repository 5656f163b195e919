package dev.signalbox.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.money.SpendCorrections.Correction;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.ledger.reading.PostgresSpendCorrections;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class PostgresSpendLogTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final UUID REPLICA = new UUID(1, 2);
    private static final long ROOM = 8 << 20;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DAYS =
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger'::regclass";

    private static TestDatabase schema;

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        schema = TestDatabase.fresh();
        schema.open().close();
    }

    @AfterAll
    static void close() {
        schema.close();
    }

    @BeforeEach
    void empty() {
        schema.execute(
                "TRUNCATE ledger, daily_spend, spend_totals, meters, grants, budget_notices,"
                        + " journals_read");
    }

    private PostgresSpendLog log(DatabaseUrl url, UUID replica, WhenFull whenFull) {
        return PostgresSpendLog.open(
                new LedgerTerms(url, folder, ROOM, whenFull, 0, replica),
                InstantSource.fixed(Instant.parse("2026-03-14T15:09:26Z")));
    }

    private PostgresSpendLog log() {
        return log(schema.url(), REPLICA, WhenFull.REFUSE);
    }

    private static int rows() {
        return schema.count("SELECT count(*) FROM ledger");
    }

    @Test
    void whatEndedIsInTheLedgerWhenTheLogIsClosed() {
        try (PostgresSpendLog log = log()) {
            for (int i = 0; i < 1200; i++) {
                Intent intent = Questions.full(Questions.id(DAY, i));
                assertThat(log.begin(intent)).isTrue();
                log.end(Questions.whole(intent));
            }
        }
        assertThat(rows()).isEqualTo(1200);
        assertThat(schema.count("SELECT sum(cost) / 1200 FROM ledger"))
                .isEqualTo((int) Questions.COST.amount());
    }

    @Test
    void callsThatEndOneAfterTheOtherShareTransactions() {
        long start = System.nanoTime();
        try (PostgresSpendLog log = log()) {
            for (int i = 0; i < 300; i++) {
                Intent intent = Questions.full(Questions.id(DAY, i));
                assertThat(log.begin(intent)).isTrue();
                log.end(Questions.whole(intent));
                // As long as a question to the database, so that the writer has done with the last.
                assertThat(rows()).isLessThanOrEqualTo(i + 1);
            }
        }
        long tenths = Duration.ofNanos(System.nanoTime() - start).toMillis() / 100;
        assertThat(rows()).isEqualTo(300);
        assertThat(schema.count("SELECT count(DISTINCT xmin::text) FROM ledger"))
                .as("at most one each tenth of a second, of %d, and one at the end", tenths)
                .isLessThanOrEqualTo((int) tenths + 2);
    }

    @Test
    void whatNeverEndedIsUnknownAfterTheNextStartAndCostsWhatWasReserved() {
        try (PostgresSpendLog log = log()) {
            assertThat(log.begin(Questions.full(Questions.id(DAY, 1)))).isTrue();
        }
        assertThat(rows()).isZero();
        log(schema.url(), new UUID(3, 4), WhenFull.REFUSE).close(Duration.ofSeconds(30));
        assertThat(
                        schema.count(
                                "SELECT count(*) FROM ledger WHERE status = 'unknown' AND cost ="
                                        + " reserved AND replica = '"
                                        + REPLICA
                                        + "'"))
                .isEqualTo(1);
        assertThat(
                        schema.count(
                                "SELECT count(*) FROM journals_read WHERE replica = '"
                                        + REPLICA
                                        + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatMetersSaySpentIsWhatRowsSayAndWhatWasGrantedIsSettledForTheReplicaThatHadIt() {
        schema.execute(
                "INSERT INTO meters (id, spent) VALUES ('key:1', 10);"
                        + "INSERT INTO grants (meter, replica, amount, settled) VALUES"
                        + " ('key:1', '"
                        + REPLICA
                        + "', 50, 5), ('key:1', '"
                        + new UUID(9, 9)
                        + "', 50, 5)");
        Intent intent = Questions.full(Questions.id(DAY, 1));
        try (PostgresSpendLog log = log()) {
            assertThat(log.begin(intent)).isTrue();
            log.end(Questions.whole(intent));
        }
        try (PostgresSpendCorrections corrections = PostgresSpendCorrections.over(schema.url())) {
            assertThat(
                            corrections.correct(
                                    List.of(new Correction(intent.id(), new NanoUsd(7), "p"))))
                    .isEqualTo(1);
        }
        int cost = (int) Questions.COST.amount();
        assertThat(schema.count("SELECT spent FROM meters WHERE id = 'key:1'")).isEqualTo(10 + 7);
        assertThat(schema.count("SELECT spent FROM meters WHERE id = 'team \"x\", y'"))
                .as("a meter that was not there")
                .isEqualTo(7);
        assertThat(schema.count("SELECT settled FROM grants WHERE replica = '" + REPLICA + "'"))
                .isEqualTo(5 + cost);
        assertThat(schema.count("SELECT sum(settled) FROM grants")).isEqualTo(10 + cost);
    }

    @Test
    void aBudgetThatIsOverAndForgottenDoesNotComeBackByACorrection() {
        Intent intent = Questions.full(Questions.id(DAY, 1));
        try (PostgresSpendLog log = log()) {
            assertThat(log.begin(intent)).isTrue();
            log.end(Questions.whole(intent));
        }
        schema.execute("DELETE FROM meters WHERE id = 'key:1'");
        try (PostgresSpendCorrections corrections = PostgresSpendCorrections.over(schema.url())) {
            List<Correction> wanted = List.of(new Correction(intent.id(), new NanoUsd(7), "p"));
            assertThat(corrections.correct(wanted)).isEqualTo(1);
            assertThat(corrections.correct(wanted)).isZero();
        }
        assertThat(schema.count("SELECT count(*) FROM meters WHERE id = 'key:1'")).isZero();
        assertThat(schema.count("SELECT sum(spent) FROM meters")).isEqualTo(7);
    }

    @Test
    void answersThatAreLostAfterTheCommitLeadToNothingTwice() throws Exception {
        try (LossyDoor door = new LossyDoor(schema.url());
                PostgresSpendLog log = log(door.url(), REPLICA, WhenFull.REFUSE)) {
            await().atMost(SOON).until(() -> schema.count(DAYS) >= 3);
            door.lose(4);
            for (int i = 0; i < 700; i++) {
                Intent intent = Questions.full(Questions.id(DAY, i));
                assertThat(log.begin(intent)).isTrue();
                log.end(Questions.whole(intent));
            }
            await().atMost(SOON).until(() -> log.state().waiting() == 0);
            assertThat(door.left()).isZero();
        }
        assertThat(rows()).isEqualTo(700);
        assertThat(schema.count("SELECT sum(requests) FROM daily_spend WHERE facet = 'call'"))
                .isEqualTo(700);
        assertThat(schema.count("SELECT (sum(spent) / 2 / 700)::bigint FROM meters"))
                .isEqualTo((int) Questions.COST.amount());
    }

    @Test
    void withTheDatabaseAwayNobodyWaitsAndAFullJournalRefuses() {
        List<Intent> begun = new ArrayList<>();
        try (PostgresSpendLog log = log(nowhere(), REPLICA, WhenFull.REFUSE)) {
            while (begin(log, begun)) {
                log.end(Questions.whole(begun.getLast()));
            }
            assertThat(log.state().unrecorded()).isZero();
            assertThat(log.state().used()).isGreaterThan(0.98);
            log.close(Duration.ZERO);
            assertThat(log.state().refused()).as("no row is to blame for the end").isZero();
        }
        assertThat(begun).hasSizeGreaterThan(3000);
        try (PostgresSpendLog log = log(schema.url(), new UUID(3, 4), WhenFull.REFUSE)) {
            await().atMost(SOON).until(() -> log.state().waiting() == 0);
        }
        assertThat(rows()).isEqualTo(begun.size());
    }

    @Test
    void whoeverWantsCallsServedHearsHowManyAreNowhere() {
        int calls = 10_000;
        long unrecorded;
        try (PostgresSpendLog log = log(nowhere(), REPLICA, WhenFull.SERVE)) {
            for (int i = 0; i < calls; i++) {
                Intent intent = Questions.full(Questions.id(DAY, i));
                assertThat(log.begin(intent)).isTrue();
                log.end(Questions.whole(intent));
            }
            unrecorded = log.state().unrecorded();
            log.close(Duration.ZERO);
            assertThat(log.state().refused()).as("no row is to blame for the end").isZero();
        }
        assertThat(unrecorded).isPositive();
        log(schema.url(), new UUID(3, 4), WhenFull.REFUSE).close(Duration.ofSeconds(30));
        assertThat(rows()).isEqualTo(calls - unrecorded);
    }

    @Test
    void aRowThatTheDatabaseRefusesStaysInTheJournalAndKeepsNobodyWaiting() {
        schema.execute(
                "SELECT ledger_open_day('2026-03-14');"
                        + "ALTER TABLE ledger_20260314 ADD CONSTRAINT odd CHECK (call <> 'call-"
                        + Questions.id(DAY, 3)
                        + "')");
        try (PostgresSpendLog log = log()) {
            for (int i = 0; i < 10; i++) {
                Intent intent = Questions.full(Questions.id(DAY, i));
                assertThat(log.begin(intent)).isTrue();
                log.end(Questions.whole(intent));
            }
            await().atMost(SOON).until(() -> log.state().waiting() == 1);
            assertThat(log.state().refused()).isEqualTo(1);
            assertThat(rows()).isEqualTo(9);
        } finally {
            schema.execute("ALTER TABLE ledger_20260314 DROP CONSTRAINT odd");
        }
        log(schema.url(), new UUID(3, 4), WhenFull.REFUSE).close(Duration.ofSeconds(30));
        assertThat(rows()).isEqualTo(10);
    }

    @Test
    void whatPostgresCannotStoreOfACallersTextIsReplaced() {
        Intent.Payer payer =
                new Intent.Payer("k", null, null, null, "a\0b", List.of("c\0d", "\uD800"));
        Intent intent = Questions.of(payer, Questions.id(DAY, 1));
        try (PostgresSpendLog log = log()) {
            assertThat(log.begin(intent)).isTrue();
            log.end(Questions.whole(intent));
        }
        assertThat(schema.count("SELECT count(*) FROM ledger WHERE end_user = E'a\\uFFFDb'"))
                .isEqualTo(1);
    }

    @Test
    void aDayThatAnotherGatewayTookAwayIsMadeAgain() {
        Intent first = Questions.full(Questions.id(DAY, 1));
        Intent second = Questions.full(Questions.id(DAY, 2));
        try (PostgresSpendLog log = log()) {
            assertThat(log.begin(first)).isTrue();
            log.end(Questions.whole(first));
            await().atMost(SOON).until(() -> log.state().waiting() == 0);
            schema.execute("DROP TABLE ledger_20260314");
            assertThat(log.begin(second)).isTrue();
            log.end(Questions.whole(second));
            await().atMost(SOON).until(() -> log.state().waiting() == 0);
            assertThat(log.state().refused()).isZero();
        }
        assertThat(rows()).isEqualTo(1);
    }

    private static DatabaseUrl nowhere() {
        DatabaseUrl url = schema.url();
        return new DatabaseUrl(
                url.host(), 1, url.database(), url.user(), null, null, url.driver(), List.of());
    }

    private static boolean begin(PostgresSpendLog log, List<Intent> begun) {
        Intent intent = Questions.full(Questions.id(DAY, begun.size()));
        boolean taken = log.begin(intent);
        if (taken) {
            begun.add(intent);
        }
        return taken;
    }
}
