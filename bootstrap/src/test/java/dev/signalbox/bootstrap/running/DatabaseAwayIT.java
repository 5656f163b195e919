package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.Detour.State;
import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** With a database of somebody else's, which goes away. */
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
                                .with("DATABASE_URL", text(database.url()))
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
    void aDatabaseThatFallsSilentCostsKnownKeysNothingAndIsFoundAgain() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = postgres();
                Detour detour = new Detour(database.url());
                RunningGateway gateway = order(upstreams, detour).listen()) {
            String known = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            String strange = gateway.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.EU);
            assertThat(ask(gateway, known).statusCode()).isEqualTo(200);
            try (SteadyLoad load = new SteadyLoad(gateway, known, 200)) {
                await().until(() -> load.served() > 100);

                detour.become(State.SILENT);

                for (int i = 0; i < 20; i++) {
                    long start = System.nanoTime();
                    assertThat(ask(gateway, strange).statusCode()).isEqualTo(503);
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isLessThan(Duration.ofSeconds(4));
                }
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> readiness(gateway).contains("\"unknown_keys\":false"));
                await().until(() -> load.served() > 1000);

                detour.become(State.OPEN);

                await().atMost(Duration.ofSeconds(5))
                        .until(() -> ask(gateway, strange).statusCode() == 200);
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> readiness(gateway).contains("\"administration\":true"));
                assertThat(load.failures()).isEmpty();
                System.out.println(
                        "database silent: "
                                + load.served()
                                + " calls, none failed, the slowest took "
                                + load.slowest().toMillis()
                                + " ms");
            }
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
                                    text(url).replaceFirst(":[^:@]*@", ":wrong-word@"))
                            .serving("model_list: []\n")
                            .start();
            assertThat(gateway.exitCode()).isEqualTo(69);
            assertThat(gateway.log()).contains(url.describe()).doesNotContain("wrong-word");
        }
    }

    private EmbeddedPostgres postgres() {
        return EmbeddedPostgres.start(folder.resolve("external"), progress -> {});
    }

    private static void stop(EmbeddedPostgres database) {
        database.close();
    }

    private static HttpResponse<String> ask(RunningGateway gateway, String key) {
        return gateway.post("/v1/chat/completions", key, QUESTION);
    }

    private static String text(DatabaseUrl url) {
        return "postgresql://%s:%s@%s"
                .formatted(
                        url.user(),
                        URLEncoder.encode(url.password(), StandardCharsets.UTF_8),
                        url.describe());
    }
}
