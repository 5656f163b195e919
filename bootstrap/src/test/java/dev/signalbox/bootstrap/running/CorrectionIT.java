package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A price was wrong: what was called with it is priced anew by the command, against the jar and a
 * real PostgreSQL, and both are killed in the middle of it.
 */
@Timeout(600)
class CorrectionIT {

    private static final int QUESTIONS = 12_000;

    /** In nanodollars, of 100 tokens of a question and 20 of an answer. */
    private static final long WRONG = 140_000;

    private static final long RIGHT = 280_000;

    private static final int LEFT_ALONE = 7;

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);

    @TempDir Path folder;

    @Test
    void whatWasChargedByAWrongPriceIsCorrectedOnceThoughEverythingIsKilled() throws Exception {
        try (Fleet fleet = new Fleet();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"))) {
            fleet.serves(
                    "gpt",
                    "gpt-1",
                    "input_cost_per_token: 0.000002",
                    "output_cost_per_token: 0.000004");
            Order order =
                    Order.in(folder)
                            .with("DATABASE_URL", RunningGateway.text(database.url()))
                            .serving(fleet.config(""));
            RunningGateway first = order.listen();
            fill(database.url());
            String viewer =
                    RunningGateway.member(
                            "key",
                            first.post(
                                            "/user/new",
                                            RunningGateway.MASTER_KEY,
                                            "{\"user_role\":\"proxy_admin_viewer\"}")
                                    .body());
            String dryRun = command(first, viewer, 0);
            assertThat(dryRun)
                    .contains("gpt    chat   azure     blue  12000  12000")
                    .containsPattern("unknown +chat +azure +gpt-1 +4 ")
                    .containsPattern("no_deployment +chat +azure +gone +3 ")
                    .contains("Nothing was changed.");
            String id = dryRun.strip().replaceAll("(?s).* --apply ", "");
            assertThat(command(first, viewer, 77, "--apply", id)).contains("answers 403");
            assertThat(corrections(database.url())).isZero();

            RunningGateway applying = start(first, RunningGateway.MASTER_KEY, "--apply", id);
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> corrections(database.url()) > 0 || !applying.isAlive());
            first.process().destroyForcibly();
            applying.process().destroyForcibly();
            int unused = first.exitCode() + applying.exitCode();
            assertThat(corrections(database.url())).isBetween(1L, QUESTIONS - 1L);
            allSumsAre(database.url(), WRONG * QUESTIONS, corrections(database.url()));

            try (RunningGateway second = order.listen()) {
                assertThat(command(second, RunningGateway.MASTER_KEY, 0, "--apply", id))
                        .contains("rows looked at                   12007");
                allSumsAre(database.url(), WRONG * QUESTIONS, QUESTIONS);
                assertThat(command(second, RunningGateway.MASTER_KEY, 0, "--apply", id))
                        .contains("rows of corrections written      0");
                allSumsAre(database.url(), WRONG * QUESTIONS, QUESTIONS);
                assertThat(command(second, viewer, 0)).contains("12000  0 ");
                assertThat(command(second, viewer, 1, "--apply", "0123456789ab"))
                        .contains("error: nothing was written: prices or rows have changed");
            }
        }
    }

    private void allSumsAre(DatabaseUrl url, long before, long corrections) throws SQLException {
        long all = before + corrections * (RIGHT - WRONG) + LEFT_ALONE;
        assertThat(number(url, "SELECT sum(cost) FROM ledger")).isEqualTo(all);
        for (String facet : new String[] {"model", "team", "key", "call"}) {
            assertThat(
                            number(
                                    url,
                                    "SELECT sum(cost) FROM daily_spend WHERE facet = '"
                                            + facet
                                            + "' AND day = '"
                                            + day
                                            + "'"))
                    .as(facet)
                    .isEqualTo(all);
        }
        assertThat(number(url, "SELECT cost FROM spend_totals WHERE kind = 'team'")).isEqualTo(all);
        assertThat(number(url, "SELECT spent FROM meters WHERE id = 'budget'")).isEqualTo(all);
        assertThat(
                        number(
                                url,
                                "SELECT count(DISTINCT corrects) FROM ledger WHERE kind ="
                                        + " 'correction'"))
                .isEqualTo(corrections);
    }

    private static long corrections(DatabaseUrl url) throws SQLException {
        return number(url, "SELECT count(*) FROM ledger WHERE kind = 'correction'");
    }

    private static long number(DatabaseUrl url, String question) throws SQLException {
        try (Connection connection = FirstContact.connect(url, 10);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    /** Questions that were charged by half of the right price, and some that cannot be priced. */
    private void fill(DatabaseUrl url) throws SQLException {
        long noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
        try (Connection connection = FirstContact.connect(url, 10);
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("SELECT ledger_open_day('" + day + "')");
            unused |=
                    statement.execute(
                            """
                            SELECT ledger_take(array_agg(ROW('%s', (lpad(to_hex(%d + i), 12, '0')
                                    || '7000' || '8' || lpad(to_hex(i), 15, '0'))::uuid,
                                'call', NULL, to_timestamp((%d + i) / 1000.0), 'call-' || i, 1,
                                'k', NULL, 'blue', NULL, NULL, '{}', 'gpt', 'gpt',
                                CASE WHEN i > %d THEN 'gone' ELSE 'gpt-1' END, 'azure', 'chat',
                                'acompletion', '', false,
                                CASE WHEN i BETWEEN %d AND %d THEN 'unknown' ELSE 'success' END,
                                NULL, 100, 20, 0, 0, false, 0,
                                CASE WHEN i > %d THEN 1 ELSE %d END,
                                'config:gpt-1', NULL, 1, '{budget}',
                                gen_random_uuid())::ledger_entry))
                            FROM generate_series(1, %d) AS i"""
                                    .formatted(
                                            day,
                                            noon,
                                            noon,
                                            QUESTIONS + 4,
                                            QUESTIONS + 1,
                                            QUESTIONS + 4,
                                            QUESTIONS,
                                            WRONG,
                                            QUESTIONS + LEFT_ALONE));
            assertThat(unused).isTrue();
        }
    }

    private String command(RunningGateway gateway, String key, int exit, String... more)
            throws Exception {
        RunningGateway command = start(gateway, key, more);
        int code = command.exitCode();
        assertThat(code).as(command.log()).isEqualTo(exit);
        return command.log();
    }

    private RunningGateway start(RunningGateway gateway, String key, String... more) {
        String text = day.toString();
        return Order.in(folder)
                .with("SIGNALBOX_API_KEY", key)
                .with("SIGNALBOX_URL", gateway.address().toString())
                .saying("spend", "re-rate", "--from", text, "--to", text)
                .saying(more)
                .start();
    }
}
