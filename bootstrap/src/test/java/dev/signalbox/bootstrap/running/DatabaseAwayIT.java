package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.Detour.State;
import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/**
 * With a database of somebody else's, which goes away. What is waited for most is a database that
 * never answers: meanwhile the next test runs.
 */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseAwayIT {

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}""";

    @TempDir Path folder;

    @Test
    void keysInUseAreServedOnAndStrangersAreToldWhy() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                RunningGateway gateway =
                        upstreams
                                .told(Order.in(folder))
                                .with("DATABASE_URL", RunningGateway.text(database.url()))
                                .serving(Upstreams.config())
                                .listen()) {
            String known = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            String strange = gateway.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.EU);
            assertThat(ask(gateway, known).statusCode()).isEqualTo(200);

            stop(database);

            assertThat(ask(gateway, known).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = ask(gateway, strange);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("no_db_connection");
            HttpResponse<String> readiness = gateway.get("/health/readiness", known);
            assertThat(readiness.statusCode()).isEqualTo(200);
            assertThat(readiness.body()).contains("degraded").contains("Not connected");
        }
    }

    @Test
    void aGatewayThatIsStartedWithoutItsDatabaseServesWhatWasInUse() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url())) {
            RunningGateway killed = order(upstreams, detour).listen();
            String known = killed.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            String strange = killed.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.EU);
            assertThat(ask(killed, known).statusCode()).isEqualTo(200);
            await().until(() -> readiness(killed).contains("2 teams and 1 keys"));

            detour.become(State.SHUT);
            killed.process().destroyForcibly();
            killed.exitCode();

            try (RunningGateway next = order(upstreams, detour).listen()) {
                assertThat(next.log()).contains("Starting without it, from the snapshot");
                assertThat(ask(next, known).statusCode()).isEqualTo(200);
                assertThat(ask(next, strange).statusCode()).isEqualTo(503);
                assertThat(next.post("/team/new", RunningGateway.MASTER_KEY, "{}").statusCode())
                        .isEqualTo(503);
                HttpResponse<String> readiness = next.get("/health/readiness", known);
                assertThat(readiness.statusCode()).isEqualTo(200);
                assertThat(readiness.body())
                        .contains("degraded")
                        .contains(
                                "{\"known_keys\":true,\"unknown_keys\":false,"
                                        + "\"administration\":false}");

                detour.become(State.OPEN);

                await().atMost(Duration.ofSeconds(5))
                        .until(() -> ask(next, strange).statusCode() == 200);
                assertThat(next.keyOfTeam("team-c", "gpt-3.5-turbo", Upstreams.EU)).isNotNull();
            }
        }
    }

    @Test
    void aDatabaseThatNeverAnswersKeepsNobodyFromServingWhatWasInUse() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url())) {
            RunningGateway earlier = order(upstreams, detour).listen();
            String known = earlier.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            assertThat(ask(earlier, known).statusCode()).isEqualTo(200);
            await().until(() -> readiness(earlier).contains("1 teams and 1 keys"));
            earlier.close();

            detour.become(State.SILENT);

            long start = System.nanoTime();
            try (RunningGateway next = order(upstreams, detour).listen()) {
                assertThat(ask(next, known).statusCode()).isEqualTo(200);
                assertThat(since(start)).isLessThan(Duration.ofSeconds(20));
                System.out.println(
                        "started against a database that never answers, and served, after "
                                + since(start).toMillis()
                                + " ms");
                assertThat(next.log()).contains("Starting without it, from the snapshot");
            }
        }
    }

    @Test
    void withoutSnapshotADatabaseThatNeverAnswersEndsTheStartAndIsNamed() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url())) {
            detour.become(State.SILENT);
            long start = System.nanoTime();
            RunningGateway gateway = order(upstreams, detour).start();

            assertThat(gateway.exitCode()).isEqualTo(69);

            assertThat(since(start)).isLessThan(Duration.ofSeconds(60));
            System.out.println(
                    "gave up on a database that never answers after "
                            + since(start).toMillis()
                            + " ms: "
                            + gateway.log().lines().reduce("", (before, line) -> line));
            assertThat(gateway.log())
                    .contains("error: The database " + detour.describe() + " could not be reached")
                    .doesNotContain(database.url().password());
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private RunningGateway.Order order(Upstreams upstreams, Detour detour) {
        return upstreams
                .told(Order.in(folder))
                .with("DATABASE_URL", detour.url())
                .serving(Upstreams.config());
    }

    private static String readiness(RunningGateway gateway) {
        return gateway.get("/health/readiness", RunningGateway.MASTER_KEY).body();
    }

    @Test
    void aDatabaseThatDoesNotLetUsInStopsTheStart() throws Exception {
        try (EmbeddedPostgres database = postgres()) {
            DatabaseUrl url = database.url();
            RunningGateway gateway =
                    Order.in(folder)
                            .with("LITELLM_MASTER_KEY", RunningGateway.MASTER_KEY)
                            .with(
                                    "DATABASE_URL",
                                    RunningGateway.text(url)
                                            .replaceFirst(":[^:@]*@", ":wrong-word@"))
                            .serving("model_list: []\n")
                            .start();
            assertThat(gateway.exitCode()).isEqualTo(69);
            assertThat(gateway.log()).contains(url.describe()).doesNotContain("wrong-word");
        }
    }

    private EmbeddedPostgres postgres() {
        return Prepared.postgres(folder.resolve("external"));
    }

    private static void stop(EmbeddedPostgres database) {
        database.close();
    }

    private static HttpResponse<String> ask(RunningGateway gateway, String key) {
        return gateway.post("/v1/chat/completions", key, QUESTION);
    }
}
