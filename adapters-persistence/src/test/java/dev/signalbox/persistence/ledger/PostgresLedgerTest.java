package dev.signalbox.persistence.ledger;

import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.testkit.SpendLogContract;
import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.ledger.reading.PostgresSpendCorrections;
import dev.signalbox.persistence.ledger.reading.PostgresSpendReports;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

class PostgresLedgerTest extends SpendLogContract {

    private static TestDatabase schema;
    private static PostgresSpendReports reports;
    private static PostgresSpendCorrections corrections;

    @TempDir Path folder;
    private PostgresSpendLog log;

    @BeforeAll
    static void open() {
        schema = TestDatabase.fresh();
        schema.open().close();
        reports = PostgresSpendReports.over(schema.url());
        corrections = PostgresSpendCorrections.over(schema.url());
    }

    @AfterAll
    static void close() {
        reports.close();
        corrections.close();
        schema.close();
    }

    @BeforeEach
    void begin() {
        schema.execute(
                "TRUNCATE ledger, daily_spend, spend_totals, meters, grants, budget_notices,"
                        + " journals_read");
        log =
                PostgresSpendLog.open(
                        new LedgerTerms(
                                schema.url(),
                                folder,
                                1 << 20,
                                WhenFull.REFUSE,
                                0,
                                UUID.randomUUID()),
                        InstantSource.system());
    }

    @AfterEach
    void end() {
        log.close();
    }

    @Override
    protected SpendLog log() {
        return log;
    }

    @Override
    protected SpendReports reports() {
        return reports;
    }

    @Override
    protected SpendCorrections corrections() {
        return corrections;
    }

    @Override
    protected void settle() {
        await().atMost(Duration.ofSeconds(30)).until(() -> log.state().waiting() == 0);
    }
}
