package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
