package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Models in the database, as two processes on one PostgreSQL see them. */
class StoredModelsIT {

    private static final String FIRST = "first-salt-of-thirty-two-characters";
    private static final String NEXT = "next-salt--of-thirty-two-characters";
    private static final String UPSTREAM_KEY = "eu-upstream-key";
    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir Path folder;

    @Test
    void aStoredModelIsServedEverywhereAndItsKeyIsReadableNowhere() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres postgres = Prepared.postgres(folder.resolve("theirs"))) {
            Order order = order(upstreams, postgres.url());
            try (RunningGateway one = order.with("LITELLM_SALT_KEY", FIRST).listen();
                    RunningGateway two = order.with("LITELLM_SALT_KEY", FIRST).listen()) {
                // The first call of a process takes longer than a change on its way.
                assertThat(ask(two)).isEqualTo(404);
                store(one, upstreams);
                assertThat(ask(one)).isEqualTo(200);
                await().atMost(SOON).until(() -> ask(two) == 200);
                assertThat(upstreams.eu()).hasSizeGreaterThanOrEqualTo(2);
                assertThat(everythingIn(postgres.url()))
                        .anySatisfy(row -> assertThat(row).contains("v1.", "chatgpt-v-2"))
                        .noneSatisfy(row -> assertThat(row).contains(UPSTREAM_KEY));
                assertThat(one.get("/model/info", RunningGateway.MASTER_KEY).body())
                        .contains("\"db_model\":true")
                        .doesNotContain(UPSTREAM_KEY);
                assertThat(delete(two)).isEqualTo(200);
                assertThat(ask(two)).isEqualTo(404);
                await().atMost(SOON).until(() -> ask(one) == 404);
                assertThat(one.log() + two.log()).doesNotContain(UPSTREAM_KEY);
            }
        }
    }

    @Test
    void theEncryptionKeyIsRotatedWithoutALossAndAWrongOneLocksOutTheModelOnly() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres postgres = Prepared.postgres(folder.resolve("theirs"))) {
            Order order = order(upstreams, postgres.url());
            String sealed;
            try (RunningGateway withMasterKey = order.listen()) {
                store(withMasterKey, upstreams);
                sealed = seal(postgres.url());
            }
            Order first = order.with("LITELLM_SALT_KEY", FIRST);
            try (RunningGateway salted = first.listen()) {
                assertThat(salted.log()).contains("sealed anew with the present key: 1");
                assertThat(ask(salted)).isEqualTo(200);
                assertThat(seal(postgres.url())).isNotEqualTo(sealed);
            }
            Order next = order.with("LITELLM_SALT_KEY", NEXT);
            try (RunningGateway both = next.with("LITELLM_SALT_KEY_OLD", FIRST).listen()) {
                assertThat(both.log()).contains("sealed anew with the present key: 1");
                assertThat(ask(both)).isEqualTo(200);
            }
            try (RunningGateway wrong = first.listen()) {
                assertThat(wrong.log())
                        .contains("the stored model eu-1 of the group stored is left out")
                        .contains("LITELLM_SALT_KEY");
                assertThat(ask(wrong)).isEqualTo(404);
                assertThat(wrong.keyOfTeam("t", "gpt", Upstreams.EU)).startsWith("sk-");
            }
            try (RunningGateway right = next.listen()) {
                assertThat(right.log()).doesNotContain("sealed anew");
                assertThat(ask(right)).isEqualTo(200);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // The database goes before its time.
    void aStoredModelIsServedFromTheSnapshotWhileTheDatabaseIsAway() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres postgres = Prepared.postgres(folder.resolve("theirs"))) {
            // The snapshot belongs to a port.
            int port;
            try (RunningGateway gateway = order(upstreams, postgres.url()).listen()) {
                port = gateway.address().getPort();
            }
            Order again =
                    reaching(upstreams, postgres.url())
                            .configured(Upstreams.config())
                            .saying("--host", "127.0.0.1", "--port", Integer.toString(port));
            try (RunningGateway gateway = again.listen()) {
                store(gateway, upstreams);
                assertThat(ask(gateway)).isEqualTo(200);
            }
            postgres.close();
            assertNoFileHolds(folder.resolve("data"), UPSTREAM_KEY);
            try (RunningGateway alone = again.listen()) {
                assertThat(alone.log()).contains("Starting without it");
                assertThat(ask(alone)).isEqualTo(200);
            }
        }
    }

    private Order order(Upstreams upstreams, DatabaseUrl url) {
        return reaching(upstreams, url).serving(Upstreams.config());
    }

    private Order reaching(Upstreams upstreams, DatabaseUrl url) {
        return upstreams.told(Order.in(folder)).with("DATABASE_URL", RunningGateway.text(url));
    }

    private static void store(RunningGateway gateway, Upstreams upstreams) {
        String model =
                """
                {"model_name": "stored", "model_info": {"id": "eu-1"},
                 "litellm_params": {"model": "azure/chatgpt-v-2", "api_base": "%s",
                   "api_key": "%s", "api_version": "2023-07-01-preview"}}"""
                        .formatted(upstreams.simulator().base("eu"), UPSTREAM_KEY);
        HttpResponse<String> made = gateway.post("/model/new", RunningGateway.MASTER_KEY, model);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.body()).doesNotContain(UPSTREAM_KEY);
    }

    private static int delete(RunningGateway gateway) {
        return gateway.post("/model/delete", RunningGateway.MASTER_KEY, "{\"id\": \"eu-1\"}")
                .statusCode();
    }

    private static int ask(RunningGateway gateway) {
        String question =
                "{\"model\": \"stored\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
        return gateway.post("/v1/chat/completions", RunningGateway.MASTER_KEY, question)
                .statusCode();
    }

    private static String seal(DatabaseUrl url) throws Exception {
        try (Connection connection = FirstContact.connect(url, 10)) {
            return rows(connection, "SELECT sealed_params FROM models").getFirst();
        }
    }

    /** Every row of every table, as text. */
    private static List<String> everythingIn(DatabaseUrl url) throws Exception {
        List<String> all = new ArrayList<>();
        try (Connection connection = FirstContact.connect(url, 10)) {
            for (String table :
                    rows(
                            connection,
                            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
                                    + " FROM information_schema.tables"
                                    + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")) {
                all.addAll(rows(connection, "SELECT CAST(t AS text) FROM " + table + " AS t"));
            }
        }
        return all;
    }

    private static List<String> rows(Connection connection, String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static void assertNoFileHolds(Path folder, String secret) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
