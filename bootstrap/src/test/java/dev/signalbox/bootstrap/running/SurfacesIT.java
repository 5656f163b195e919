package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.persistence.embedded.EmbeddedPostgres;
import dev.signalbox.simulator.journal.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Everything besides chats and vectors, on two replicas, over real sockets. */
@Timeout(300)
class SurfacesIT {

    private static final String BOUNDARY = "between-the-parts";
    private static final int LARGE = 20 * 1024 * 1024;

    @TempDir static Path folder;

    private static final Fleet FLEET = new Fleet();
    private static final List<RunningGateway> ALL = new ArrayList<>();
    private static EmbeddedPostgres database;
    private static String red;
    private static String redToo;
    private static String blue;

    @BeforeAll
    static void startTwo() throws Exception {
        database = Prepared.postgres(folder.resolve("external"));
        FLEET.serves("any", "any-1").serves("any", "any-2");
        for (int i = 0; i < 2; i++) {
            ALL.add(
                    RunningGateway.Order.in(Files.createDirectory(folder.resolve("replica-" + i)))
                            .with("DATABASE_URL", RunningGateway.text(database.url()))
                            .serving(FLEET.config(""))
                            .start());
        }
        ALL.forEach(RunningGateway::listening);
        red = ALL.getFirst().keyOfTeam("red", "mine", "any");
        redToo = Asker.withKey(ALL.getFirst(), "\"team_id\": \"red\"").key();
        blue = ALL.getFirst().keyOfTeam("blue", "mine", "any");
    }

    @AfterAll
    static void stopAll() {
        ALL.forEach(RunningGateway::close);
        FLEET.close();
        database.close();
    }

    @BeforeEach
    void forget() {
        FLEET.forget();
    }

    private static String asked(int replica, String key, String path, String body) {
        HttpResponse<String> answer = ALL.get(replica).post(path, key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String idOf(String response) {
        return RunningGateway.member("id", response);
    }

    private static String goingOn(String id) {
        return "{\"model\": \"mine\", \"input\": \"more\", \"previous_response_id\": \""
                + id
                + "\"}";
    }

    @Test
    void aResponseIsGoneOnFromOnEveryReplicaWhereverItWasMade() {
        for (int i = 0; i < 6; i++) {
            String id =
                    idOf(
                            asked(
                                    0,
                                    red,
                                    "/v1/responses",
                                    "{\"model\": \"mine\", \"input\": \"Hi\"}"));

            String next = asked(1, redToo, "/openai/v1/responses", goingOn(id));

            assertThat(next).contains("Hi / more").contains("\"previous_response_id\":\"" + id);
            assertThat(asked(0, red, "/v1/responses", goingOn(idOf(next))))
                    .contains("Hi / more / more");
        }
    }

    @Test
    void aResponseIsNobodyElses() {
        String id = idOf(asked(0, red, "/responses", "{\"model\": \"mine\", \"input\": \"Hi\"}"));

        HttpResponse<String> looked = ALL.get(1).get("/v1/responses/" + id, blue);
        HttpResponse<String> goneOn = ALL.get(1).post("/v1/responses", blue, goingOn(id));
        HttpResponse<String> invented = ALL.get(1).get("/v1/responses/resp_invented", red);

        assertThat(List.of(looked, goneOn, invented))
                .allSatisfy(
                        it -> {
                            assertThat(it.statusCode()).isEqualTo(404);
                            assertThat(it.body()).contains("not found");
                        });
        assertThat(ALL.get(1).get("/v1/responses/" + id, RunningGateway.MASTER_KEY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aResponseIsLookedAtListedCancelledAndDeletedOnAnyReplica() {
        String id =
                idOf(
                        asked(
                                0,
                                red,
                                "/v1/responses",
                                "{\"model\":\"mine\",\"input\":\"Hi\",\"background\":true}"));
        RunningGateway other = ALL.get(1);

        assertThat(other.get("/v1/responses/" + id, redToo).body())
                .contains("in_progress")
                .contains(id);
        assertThat(other.get("/responses/" + id + "/input_items?limit=3", red).body())
                .contains("\"text\":\"Hi\"");
        assertThat(other.post("/openai/responses/" + id + "/cancel", red, "{}").body())
                .contains("cancelled");
        assertThat(
                        other.send(
                                        HttpRequest.newBuilder(
                                                        other.address()
                                                                .resolve("/v1/responses/" + id))
                                                .header("api-key", red)
                                                .DELETE()
                                                .build())
                                .body())
                .contains("\"deleted\":true");
        assertThat(other.get("/v1/responses/" + id, red).statusCode()).isEqualTo(404);
    }

    @Test
    void aStreamedResponseHasOurIdInEveryEventAndEndsWhenItSaysSo() {
        String events =
                asked(
                        0,
                        red,
                        "/v1/responses",
                        "{\"model\": \"mine\", \"input\": \"Hi there\", \"stream\": true}");

        assertThat(events).contains("event: response.created").endsWith("\n\n");
        assertThat(events.lines().filter(it -> it.contains("\"response\":{")))
                .hasSize(3)
                .allSatisfy(it -> assertThat(idOf(it)).startsWith("resp_A"));
        String id = idOf(events);
        assertThat(ALL.get(1).get("/v1/responses/" + id, red).body()).contains("Hi there");
    }

    @Test
    void aLargeFileIsSentOnceMoreByteForByteWhenItsFirstDeploymentFails() throws Exception {
        byte[] file = new byte[LARGE];
        new Random(7).nextBytes(file);
        FLEET.fails("any-1", "server-error", 1);
        FLEET.fails("any-2", "server-error", 1);

        HttpResponse<String> answer =
                form(
                        "/v1/audio/transcriptions",
                        red,
                        file,
                        "model",
                        "mine",
                        "x-unknown",
                        "ü \"1\"");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(LARGE + " bytes, sha256 " + hash(file));
        assertThat(Asker.retries(answer)).isNotEqualTo("0");
        assertThat(FLEET.simulator().requests())
                .allSatisfy(
                        it ->
                                assertThat(it.text())
                                        .contains("name=\"x-unknown\"\r\n\r\nü \"1\"\r\n"));
    }

    @Test
    void whatIsMeantForUsActsInAFormAndGoesNoFurther() {
        HttpResponse<String> answer =
                form(
                        "/v1/audio/transcriptions",
                        red,
                        new byte[] {1, 2, 3},
                        "tags",
                        "[\"night\"]",
                        "metadata",
                        "{\"tags\": [\"batch\"]}",
                        "num_retries",
                        "0",
                        "user",
                        "ana",
                        "model",
                        "mine");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Exchange sent = FLEET.simulator().requests().getFirst();
        assertThat(sent.text())
                .contains("name=\"user\"\r\n\r\nana\r\n")
                .containsPattern("name=\"model\"\r\n\r\nany-[12]\r\n")
                .doesNotContain("night", "batch", "num_retries");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                ALL.getFirst()
                                                        .get(
                                                                "/spend/tags",
                                                                RunningGateway.MASTER_KEY)
                                                        .body())
                                        .contains("night", "batch"));
    }

    @Test
    void soundComesAsItIs() throws Exception {
        HttpResponse<byte[]> sound =
                ALL.getFirst()
                        .client()
                        .send(
                                ALL.getFirst()
                                        .post(
                                                "/v1/audio/speech",
                                                red,
                                                "{\"model\":\"mine\",\"input\":\"Hi there\"}"
                                                        .getBytes(StandardCharsets.UTF_8)),
                                HttpResponse.BodyHandlers.ofByteArray());
        byte[] spoken = new byte[16_000];
        new Random("Hi there".hashCode()).nextBytes(spoken);

        assertThat(sound.headers().firstValue("content-type")).contains("audio/mpeg");
        assertThat(sound.body()).isEqualTo(spoken);
    }

    @Test
    void everySurfaceIsServedOnEachOfItsPathsAndStandsInTheLedger() {
        for (String prefix : List.of("/v1/", "/", "/openai/v1/", "/openai/deployments/mine/")) {
            String images = "{\"model\":\"mine\",\"prompt\":\"a cat\"}";
            assertThat(asked(0, red, prefix + "images/generations", images)).contains("b64_json");
            for (String operation :
                    List.of("images/edits", "audio/transcriptions", "audio/translations")) {
                HttpResponse<String> answer =
                        form(
                                prefix + operation,
                                red,
                                new byte[] {7},
                                "model",
                                "mine",
                                "prompt",
                                "x");
                assertThat(answer.statusCode()).as(operation + answer.body()).isEqualTo(200);
            }
        }
        await().untilAsserted(
                        () ->
                                assertThat(
                                                ALL.getFirst()
                                                        .get(
                                                                "/spend/logs?summarize=false",
                                                                RunningGateway.MASTER_KEY)
                                                        .body())
                                        .contains(
                                                "aimage_generation",
                                                "aimage_edit",
                                                "atranscription"));
    }

    /** Sends fields in their order, and the file behind them. */
    private static HttpResponse<String> form(
            String path, String key, byte[] file, String... fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            write(body, "name=\"" + fields[i] + "\"\r\n\r\n" + fields[i + 1] + "\r\n");
        }
        String name = path.contains("edits") ? "image" : "file";
        write(
                body,
                "name=\"" + name + "\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n");
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        RunningGateway gateway = ALL.getFirst();
        return gateway.send(
                HttpRequest.newBuilder(gateway.address().resolve(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build());
    }

    private static void write(ByteArrayOutputStream body, String part) {
        body.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + part)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
