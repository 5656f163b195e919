package dev.signalbox.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.contact.DatabaseUrl;

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
import java.util.UUID;

class PostgresSpendLogTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final UUID REPLICA = new UUID(1, 2);
    private static final long ROOM = 8 << 20;

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
        schema.execute("TRUNCATE ledger, daily_spend, spend_totals, meters, grants, journals_read");
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
}
