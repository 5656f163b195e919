package dev.signalbox.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.contact.FirstContact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;

class DaysTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final String ALL =
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger'::regclass";

    private final TestDatabase schema = TestDatabase.fresh();
    private LedgerLine line;
    private Days days;

    @BeforeEach
    void open() {
        schema.open().close();
        line = new LedgerLine(schema.url(), "test");
        days = new Days(line);
    }

    @AfterEach
    void close() {
        line.close();
        schema.close();
    }

    @Test
    void daysAreMadeOnceHoweverManyWantThem() throws Exception {
        days.open(List.of(DAY, DAY.plusDays(1)));
        days.open(List.of(DAY));
        new Days(line).open(List.of(DAY, DAY.plusDays(1), DAY.plusDays(2)));
        assertThat(schema.count(ALL)).isEqualTo(3);
    }

    @Test
    void aDayIsMadeWhileOthersReadAndWriteTheLedger() throws Exception {
        days.open(List.of(DAY));
        try (Connection other = FirstContact.connect(schema.url(), 30);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM ledger; LOCK TABLE ledger IN ROW EXCLUSIVE MODE");
            days.open(List.of(DAY.plusDays(1)));
        }
        assertThat(schema.count(ALL)).isEqualTo(2);
    }

    @Test
    void oldDaysGoAsAWholeAndOneInUseStaysUntilTheNextTime() throws Exception {
        days.open(List.of(DAY.minusDays(2), DAY.minusDays(1), DAY));
        try (Connection other = FirstContact.connect(schema.url(), 30);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM ledger_20260312");
            long start = System.nanoTime();
            days.dropBefore(DAY);
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
            assertThat(
                            schema.count(
                                    "SELECT count(*) FROM pg_class WHERE relname = 'ledger_20260312' AND relnamespace = current_schema()::regnamespace"))
                    .isEqualTo(1);
        }
        days.dropBefore(DAY);
        assertThat(schema.count(ALL)).isEqualTo(1);
        days.open(List.of(DAY.minusDays(1)));
        assertThat(schema.count(ALL)).isEqualTo(2);
    }
}
