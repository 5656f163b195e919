package dev.signalbox.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.testkit.Questions;
import dev.signalbox.persistence.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A process that is killed while it takes questions down, and the next one on its folder. */
class KilledGatewayTest {

    private static final int RUNS = 2;
    private static final int LINES = 3000;

    @TempDir Path folder;

    @Test
    void everyQuestionThatWasTakenDownIsOneRowAndEveryReceiptIsItsOwn() throws Exception {
        try (TestDatabase schema = TestDatabase.fresh()) {
            schema.open().close();
            List<String> said = new ArrayList<>();
            for (int run = 1; run <= RUNS; run++) {
                said.addAll(DyingGateway.run(schema.url(), folder, new UUID(7, 40 + run), LINES));
            }
            adopt(schema);

            String began = ids(said, "began ");
            String ended = ids(said, "ended ");
            assertThat(said).hasSizeGreaterThanOrEqualTo(RUNS * LINES);
            assertThat(missing(schema, began, "true")).as("began and is no row").isZero();
            assertThat(missing(schema, ended, "cost = " + Questions.COST.amount()))
                    .as("ended and is no receipt")
                    .isZero();
            assertThat(
                            schema.count(
                                    "SELECT count(*) FROM ledger WHERE NOT (status = 'success' AND"
                                            + " cost = 1234567 OR status = 'unknown' AND cost ="
                                            + " 5000000)"))
                    .isZero();
            assertThat(schema.count("SELECT count(*) FROM ledger WHERE status = 'unknown'"))
                    .isGreaterThan(LINES / 40);
            // Whatever was counted was counted once: every sum is that of the rows.
            assertThat(
                            schema.count(
                                    "SELECT count(*) FROM (SELECT sum(cost) AS cost FROM ledger) l"
                                            + " WHERE cost = (SELECT sum(cost) FROM daily_spend WHERE"
                                            + " facet = 'call') AND cost = (SELECT cost FROM"
                                            + " spend_totals WHERE kind = 'team') AND cost = ALL"
                                            + " (SELECT spent FROM meters)"))
                    .isEqualTo(1);
            assertThat(schema.count("SELECT count(*) FROM journals_read")).isEqualTo(RUNS);
        }
    }

    private void adopt(TestDatabase schema) {
        PostgresSpendLog next =
                PostgresSpendLog.open(
                        new LedgerTerms(
                                schema.url(), folder, 1, WhenFull.REFUSE, 0, new UUID(8, 8)),
                        InstantSource.system());
        next.close(Duration.ofSeconds(60));
        assertThat(next.state().waiting()).isZero();
        assertThat(next.state().damaged()).isZero();
    }

    private static int missing(TestDatabase schema, String ids, String condition) {
        return schema.count(
                "SELECT count(*) FROM unnest('{%s}'::uuid[]) AS said (id) WHERE NOT EXISTS (SELECT FROM ledger l WHERE l.id = said.id AND %s)"
                        .formatted(ids, condition));
    }

    private static String ids(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word) && line.length() == word.length() + 36)
                .map(line -> line.substring(word.length()))
                .collect(Collectors.joining(","));
    }
}
