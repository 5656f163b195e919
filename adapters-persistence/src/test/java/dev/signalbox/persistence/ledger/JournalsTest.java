package dev.signalbox.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.persistence.TestDatabase;

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

/** Several gateways on one data folder, one after the other and at once. */
class JournalsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private static final Duration SOON = Duration.ofSeconds(60);

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

    private Journals journals(UUID replica) {
        return Journals.open(
                new LedgerTerms(schema.url(), folder, 1 << 20, WhenFull.REFUSE, 0, replica),
                InstantSource.fixed(Instant.parse("2026-03-14T15:09:26Z")));
    }

    private static int rows(String status) {
        return schema.count("SELECT count(*) FROM ledger WHERE status = '" + status + "'");
    }

    private static int read(UUID replica) {
        return schema.count("SELECT count(*) FROM journals_read WHERE replica = '" + replica + "'");
    }

    @Test
    void eachOfTwoAtOnceHasAJournalOfItsOwn() {
        try (Journals first = journals(FIRST);
                Journals second = journals(SECOND)) {
            for (Journals one : new Journals[] {first, second}) {
                Intent intent = Questions.full(Questions.id(DAY, one == first ? 1 : 2));
                assertThat(one.own().begin(intent)).isTrue();
                one.own().end(Questions.whole(intent));
            }
        }
        assertThat(rows("success")).isEqualTo(2);
    }

    @Test
    void whatADeadOneLeftInAnotherJournalIsMovedByWhoeverComesNext() {
        Journals first = journals(FIRST);
        Journals second = journals(SECOND);
        assertThat(second.own().begin(Questions.full(Questions.id(DAY, 1)))).isTrue();
        second.close();
        first.close();

        try (Journals third = journals(THIRD)) {
            await().atMost(SOON).until(() -> rows("unknown") == 1);
            await().atMost(SOON).until(() -> read(SECOND) == 1);
            assertThat(third.own().state().waiting()).isZero();
            assertThat(read(THIRD)).as("it lives").isZero();
        }
    }

    @Test
    void aJournalThatIsInUseIsNobodyElsesToEmpty() {
        try (Journals first = journals(FIRST);
                Journals second = journals(SECOND)) {
            assertThat(second.own().begin(Questions.full(Questions.id(DAY, 1)))).isTrue();
            first.close();

            try (Journals third = journals(THIRD)) {
                await().atMost(SOON).until(() -> read(FIRST) == 1);
                assertThat(rows("unknown")).isZero();
                assertThat(third.own().state().open()).isZero();
            }
        }
    }
}
