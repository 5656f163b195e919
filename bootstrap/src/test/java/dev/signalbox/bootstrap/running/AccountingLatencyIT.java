package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.Detour.State;
import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a call costs is written down and budgets are kept, and no call is slower for it, however the
 * database is. {@code -Dsignalbox.latency=2000} for a measurement, in calls for each line.
 */
class AccountingLatencyIT {

    private static final int CALLS = Integer.getInteger("signalbox.latency", 150);
    private static final int WARM = 300;

    @TempDir Path folder;

    /** How the database is. */
    private enum Trouble {
        WELL,
        AWAY,
        SILENT,
        LATE,
        READ_ONLY
    }

    /** Of so many calls, in microseconds. */
    private record Times(int calls, int refused, long half, long most, long slowest) {}

    @Test
    void noCallIsSlowerForADatabaseThatIsAwaySilentSlowOrFull() throws Exception {
        try (Fleet fleet = new Fleet().serves("gpt", "gpt-1", LedgerAudit.PRICED);
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"));
                Detour detour = new Detour(database.url())) {
            Map<Trouble, Times> free = new LinkedHashMap<>();
            Map<Trouble, Times> bounded = new LinkedHashMap<>();
            int served;
            try (RunningGateway gateway =
                    Order.in(folder)
                            .with("DATABASE_URL", detour.url())
                            .serving(fleet.config(""))
                            .listen()) {
                Asker rich = Asker.withKey(gateway, "\"max_budget\": 1000000");
                Asker master = Asker.master(gateway);
                var unused = measured(master, WARM);
                unused = measured(rich, WARM);
                for (Trouble trouble : Trouble.values()) {
                    become(trouble, detour, database.url());
                    free.put(trouble, measured(master, CALLS));
                    bounded.put(trouble, measured(rich, CALLS));
                    become(Trouble.WELL, detour, database.url());
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> rich.chat("gpt").statusCode() == 200);
                }
                served = fleet.count("gpt-1");
            }
            tell("without a budget", free);
            tell("with a budget", bounded);
            judge(free);
            judge(bounded);
            assertThat(free.values()).allSatisfy(times -> assertThat(times.refused()).isZero());
            LedgerAudit.Found found =
                    LedgerAudit.of(
                            fleet.base(), fleet.simulator().requests(), Set.of(), database.url());
            assertThat(found.rows()).as("and all of it is written down").isEqualTo(served);
            assertThat(found.mismatches()).isEmpty();
        }
    }

    /** What a database that answers nothing for two seconds does to calls would be seen here. */
    private static void judge(Map<Trouble, Times> all) {
        Times well = all.get(Trouble.WELL);
        all.forEach(
                (trouble, times) -> {
                    assertThat(times.half())
                            .as("half of the calls, %s", trouble)
                            .isLessThan(3 * well.half() + 20_000);
                    assertThat(times.most())
                            .as("95 of 100 calls, %s", trouble)
                            .isLessThan(3 * well.most() + 50_000);
                });
    }

    private static void become(Trouble trouble, Detour detour, DatabaseUrl url)
            throws SQLException {
        detour.become(
                switch (trouble) {
                    case WELL, READ_ONLY -> State.OPEN;
                    case AWAY -> State.SHUT;
                    case SILENT -> State.SILENT;
                    case LATE -> State.LATE;
                });
        try (Connection connection = FirstContact.connect(url, 10);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(
                    "ALTER SYSTEM SET default_transaction_read_only = "
                            + (trouble == Trouble.READ_ONLY));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static Times measured(Asker asker, int calls) {
        long[] micros = new long[calls];
        int refused = 0;
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            HttpResponse<String> answer = asker.chat("gpt", "\"max_tokens\": 5");
            micros[i] = (System.nanoTime() - start) / 1_000;
            if (answer.statusCode() != 200) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("No connected db");
                refused++;
            }
        }
        Arrays.sort(micros);
        return new Times(
                calls, refused, micros[calls / 2], micros[calls * 95 / 100], micros[calls - 1]);
    }

    private static void tell(String who, Map<Trouble, Times> all) {
        all.forEach(
                (trouble, times) ->
                        System.out.printf(
                                "a key %s, database %s: %d calls, %d refused; half within %.1f ms,"
                                        + " 95 %% within %.1f ms, the slowest %.1f ms%n",
                                who,
                                trouble,
                                times.calls(),
                                times.refused(),
                                times.half() / 1_000.0,
                                times.most() / 1_000.0,
                                times.slowest() / 1_000.0));
    }
}
