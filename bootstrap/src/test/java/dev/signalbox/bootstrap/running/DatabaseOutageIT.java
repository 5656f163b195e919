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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * With a database of somebody else's, which goes away, falls silent, is slow or is killed under
 * load. {@code -Dsignalbox.outage=60} for the long form, in seconds.
 */
class DatabaseOutageIT {

    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("signalbox.outage", 5));

    /** How long administration may need once the database answers again. */
    private static final Duration BACK = Duration.ofSeconds(5);

    private static final int CALLS_A_SECOND = 200;
    private static final int WARM = 600;
    private static final List<State> TROUBLES = List.of(State.SHUT, State.SILENT, State.SLOW);

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}""";

    @TempDir Path folder;

    @Test
    void itCostsKnownKeysNothingAndIsFoundAgain() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url());
                RunningGateway gateway = gateway(upstreams, detour.url())) {
            String known = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            Map<State, String> strange = new EnumMap<>(State.class);
            for (State trouble : TROUBLES) {
                strange.put(
                        trouble,
                        gateway.keyOfTeam("team-" + trouble, "gpt-3.5-turbo", Upstreams.EU));
            }
            try (SteadyLoad load = new SteadyLoad(gateway, known, CALLS_A_SECOND)) {
                Duration usual = usual(load);
                for (State trouble : TROUBLES) {
                    long before = load.served();
                    detour.become(trouble);
                    load.measureFromNow();
                    Duration lasted = lasting(gateway, strange.get(trouble));
                    Duration during = load.slowest();

                    detour.become(State.OPEN);

                    Duration back = back(gateway, strange.get(trouble), System.nanoTime());
                    assertThat(load.failures()).isEmpty();
                    System.out.printf(
                            "database %s for %d s: %d calls, none failed; the slowest took %d ms"
                                    + " before, %d ms meanwhile; all works again after %d ms%n",
                            trouble,
                            lasted.toSeconds(),
                            load.served() - before,
                            usual.toMillis(),
                            during.toMillis(),
                            back.toMillis());
                }
            }
        }
    }

    /** Lets the trouble last; whoever is not known is refused, and soon. */
    private static Duration lasting(RunningGateway gateway, String strange) {
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            long asked = System.nanoTime();
            assertThat(ask(gateway, strange)).isEqualTo(503);
            // Two seconds until nothing is heard, and what is looked up until then.
            assertThat(since(asked)).isLessThan(Duration.ofSeconds(4));
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> readiness(gateway).contains("\"unknown_keys\":false"));
        await().atMost(OUTAGE.plusSeconds(20)).until(() -> since(start).compareTo(OUTAGE) >= 0);
        return since(start);
    }

    @Test
    void killedUnderLoadItCostsKnownKeysNothingAndIsFoundAgainWithEverything() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                RunningGateway gateway = gateway(upstreams, RunningGateway.text(database.url()))) {
            String known = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            String strange = gateway.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.EU);
            try (SteadyLoad load = new SteadyLoad(gateway, known, CALLS_A_SECOND)) {
                Duration usual = usual(load);

                postmaster().destroyForcibly();

                load.measureFromNow();
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> readiness(gateway).contains("\"administration\":false"));
                assertThat(ask(gateway, strange)).isEqualTo(503);
                Duration during = load.slowest();

                // Somebody else's database has somebody who starts it again.
                database.watch();

                await().atMost(Duration.ofSeconds(30)).until(() -> answers(database.url()));
                long open = System.nanoTime();
                Duration back = back(gateway, strange, open);
                assertThat(load.failures()).isEmpty();
                System.out.printf(
                        "database killed: %d calls, none failed; the slowest took %d ms before, %d"
                                + " ms meanwhile; all works again %d ms after the server%n",
                        load.served(), usual.toMillis(), during.toMillis(), back.toMillis());
            }
        }
    }

    /** The slowest call of a process that has warmed up. */
    private static Duration usual(SteadyLoad load) {
        await().atMost(Duration.ofSeconds(60)).until(() -> load.served() > WARM);
        load.measureFromNow();
        await().atMost(Duration.ofSeconds(60)).until(() -> load.served() > 2 * WARM);
        return load.slowest();
    }

    /** How long it takes until strangers and administrators are served. */
    private static Duration back(RunningGateway gateway, String strange, long open) {
        await().atMost(BACK).until(() -> ask(gateway, strange) == 200);
        await().atMost(BACK.minus(since(open))).until(() -> makesTeam(gateway));
        return since(open);
    }

    private RunningGateway gateway(Upstreams upstreams, String url) {
        return upstreams
                .told(Order.in(folder))
                .with("DATABASE_URL", url)
                .serving(Upstreams.config())
                .listen();
    }

    private EmbeddedPostgres postgres() {
        return Prepared.postgres(folder.resolve("external"));
    }

    private ProcessHandle postmaster() throws Exception {
        Path file = folder.resolve("external/postgres/data/postmaster.pid");
        String pid = Files.readAllLines(file).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static boolean answers(DatabaseUrl url) {
        try (Connection connection = FirstContact.connect(url, 5)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int ask(RunningGateway gateway, String key) {
        return gateway.post("/v1/chat/completions", key, QUESTION).statusCode();
    }

    private static boolean makesTeam(RunningGateway gateway) {
        return gateway.post("/team/new", RunningGateway.MASTER_KEY, "{}").statusCode() == 200;
    }

    private static String readiness(RunningGateway gateway) {
        return gateway.get("/health/readiness", RunningGateway.MASTER_KEY).body();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
