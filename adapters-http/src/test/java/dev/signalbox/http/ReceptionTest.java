package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.application.driving.ReportHealth.Stage;
import dev.signalbox.http.RunningHouse.Wire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

class ReceptionTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void afresh() {
        HOUSE.relaying((call, sink) -> RunningHouse.document(sink, RunningHouse.ANSWER));
        HOUSE.calls.clear();
        HOUSE.health.enter(Stage.SERVING);
        HOUSE.registry.away(false);
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private JsonNode error(String response) throws Exception {
        JsonNode error = json.readTree(response).get("error");
        assertThat(error).as(response).isNotNull();
        assertThat(error.get("type").asText()).isNotEmpty().isNotEqualTo("None");
        assertThat(error.get("code").isTextual()).isTrue();
        return error;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/chat/completions",
                "/openai/v1/chat/completions",
                "/openai/deployments/eu/chat/completions?api-version=2024-10-21",
                "/engines/eu/chat/completions"
            })
    void chatIsServedUnderEveryPath(String path) {
        assertThat(HOUSE.post(path, RunningHouse.CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void theModelInThePathWinsAndIsDecoded() {
        String body = "{\"model\":\"world\",\"messages\":[]}";
        for (String path : List.of("a/b", "a%2Fb", "a%2fb", "%61/b")) {
            HttpResponse<String> answer =
                    HOUSE.post("/openai/deployments/" + path + "/chat/completions", body);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(HOUSE.calls.getLast().asked().text()).isEqualTo("a/b");
        }
        assertThat(HOUSE.post("/engines/eu/embeddings", "{\"input\":\"x\"}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat%2Fcompletions",
                "/v1//chat/completions",
                "//v1/chat/completions",
                "/v1/./chat/completions",
                "/x/../v1/chat/completions",
                "/v1/chat/completions/",
                "/v1/chat/completions;x=y",
                "/V1/chat/completions",
                "/v1/%63hat/completions",
                "/openai/deployments/../chat/completions",
                "/openai/deployments/a/%2e%2e/chat/completions",
                "/openai/deployments//chat/completions",
                "/openai/deployments/%zz/chat/completions",
                "/team/new/../../health/liveliness",
                "/health/liveliness/../../team/new",
                "/health%2Fliveliness",
                "/m\u00e4trics",
                "/metricsX",
                "/openapi.json/",
                "/config.yaml",
                "/healthz/../key/list",
                "/key/list.",
                "/KEY/LIST",
                "/team/list%00",
                "/team/list%20",
                "/team/%6cist",
                "/team/list;jsessionid=1",
                "/key/..%2fteam%2flist/regenerate",
                "/v1/models/..%2f..%2fteam%2flist"
            })
    void aPathIsServedAsItIsWrittenOrNotAtAll(String path) throws Exception {
        try (Wire wire = HOUSE.wire()) {
            wire.send(
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            String answer = wire.readToTheEnd();
            assertThat(answer).startsWith("HTTP/1.1 40");
            assertThat(Integer.parseInt(answer.substring(9, 12))).isIn(400, 404);
            error(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertThat(answer).containsIgnoringCase("x-request-id");
        }
        assertThat(HOUSE.calls).isEmpty();
    }

    @Test
    void anotherMethodIsToldWhichOnesThereAre() throws Exception {
        HttpResponse<String> wrong = HOUSE.get("/v1/chat/completions");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(RunningHouse.header(wrong, "allow")).contains("POST");
        error(wrong.body());
        HttpResponse<String> other = HOUSE.post("/v1/models", "");
        assertThat(RunningHouse.header(other, "allow")).contains("GET, HEAD");
    }

    @Test
    void whoeverMayAskWithGetMayAskWithHead() {
        HttpRequest head =
                HOUSE.request("/v1/models").method("HEAD", BodyPublishers.noBody()).build();
        HttpResponse<String> answer = HOUSE.send(head);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(RunningHouse.header(answer, "content-length").map(Integer::parseInt))
                .hasValueSatisfying(length -> assertThat(length).isPositive());
        assertThat(HOUSE.get("/v1/models").statusCode()).isEqualTo(200);
    }

    @Test
    void oneModelIsLookedUpByItsName() {
        assertThat(HOUSE.get("/v1/models/a/b").body()).contains("\"id\":\"a/b\"");
        assertThat(HOUSE.get("/v1/models/nope").statusCode()).isEqualTo(404);
    }

    @Test
    void theFirstHeaderThatIsThereIsTheCredential() throws Exception {
        record Shown(String header, String value, int status) {}
        String bad = "sk-nobody-knows-this-key-here";
        List<List<Shown>> all =
                List.of(
                        List.of(new Shown("x-litellm-api-key", RunningHouse.MASTER, 200)),
                        List.of(
                                new Shown(
                                        "x-litellm-api-key", "Bearer " + RunningHouse.MASTER, 200)),
                        List.of(new Shown("Authorization", "BEARER " + RunningHouse.MASTER, 200)),
                        List.of(new Shown("Authorization", "Basic " + RunningHouse.MASTER, 401)),
                        List.of(new Shown("Authorization", RunningHouse.MASTER, 401)),
                        List.of(new Shown("api-key", RunningHouse.MASTER, 200)),
                        List.of(new Shown("x-api-key", RunningHouse.MASTER, 200)),
                        List.of(
                                new Shown("x-litellm-api-key", bad, 401),
                                new Shown("Authorization", "Bearer " + RunningHouse.MASTER, 401)),
                        List.of(
                                new Shown("Authorization", "Bearer " + bad, 401),
                                new Shown("api-key", RunningHouse.MASTER, 401)),
                        List.of(
                                new Shown("api-key", RunningHouse.MASTER, 200),
                                new Shown("x-api-key", bad, 200)),
                        List.of());
        for (List<Shown> headers : all) {
            HttpRequest.Builder request = HttpRequest.newBuilder(HOUSE.uri("/v1/models"));
            headers.forEach(shown -> request.header(shown.header(), shown.value()));
            HttpResponse<String> answer = HOUSE.send(request.build());
            int expected = headers.isEmpty() ? 401 : headers.getFirst().status();
            assertThat(answer.statusCode()).as(headers.toString()).isEqualTo(expected);
            if (expected == 401) {
                error(answer.body());
                assertThat(answer.body()).doesNotContain(bad).doesNotContain(RunningHouse.MASTER);
            }
        }
    }

    @Test
    void aStrangerIsTurnedAwayBeforeTheBodyIsRead() {
        try (Wire wire = HOUSE.wire()) {
            wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
                            + "Authorization: Bearer sk-unknown-unknown-unknown\r\n"
                            + "Content-Length: 30000000\r\n\r\n");
            assertThat(wire.readToTheEnd())
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("connection: close")
                    .contains("token_not_found_in_db");
        }
    }

    @Test
    void readinessSaysWhatCanBeServed() throws Exception {
        HOUSE.registry.away(true);
        HttpResponse<String> degraded = HOUSE.get("/health/readiness");
        assertThat(degraded.statusCode()).isEqualTo(200);
        assertThat(degraded.body()).contains("\"degraded\"").contains("\"Not connected\"");
        HOUSE.registry.away(false);
        for (Stage stage : List.of(Stage.STARTING, Stage.DRAINING)) {
            HOUSE.health.enter(stage);
            HttpResponse<String> answer = HOUSE.get("/health/readiness");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json.readTree(answer.body()).get("litellm_version").asText())
                    .isEqualTo("1.2.3");
        }
        HOUSE.health.enter(Stage.SERVING);
    }

    @Test
    void everyAnswerBearsAName() {
        HttpResponse<String> given =
                HOUSE.send(
                        HOUSE.request("/nowhere").header("x-litellm-call-id", "my-call.1").build());
        assertThat(RunningHouse.header(given, "x-request-id")).contains("my-call.1");
        HttpResponse<String> odd =
                HOUSE.send(HOUSE.request("/nowhere").header("x-litellm-call-id", "a b;c").build());
        assertThat(RunningHouse.header(odd, "x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).hasSize(36));
        assertThat(odd.headers().map()).doesNotContainKeys("server");
    }

    @Test
    void whatNobodyForesawIsAnsweredNeutrally() throws Exception {
        HOUSE.relaying(
                (call, sink) -> {
                    throw new IllegalStateException("a secret of the house");
                });
        HttpResponse<String> answer = HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
        assertThat(answer.statusCode()).isEqualTo(500);
        error(answer.body());
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(RunningHouse.header(answer, "x-request-id")).isPresent();
    }

    @Test
    void aClientThatOffersHttp2WithABodyIsServed() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer =
                        client.send(
                                HOUSE.request("/v1/chat/completions")
                                        .POST(BodyPublishers.ofString(RunningHouse.CHAT))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x/#@y\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: nameless\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n12345",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                        + "Content-Length: 2\r\n\r\n12",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
                        + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
                        + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
            })
    void whatIsNoProperHttpIsRefusedInOurWordsAndTheConnectionEnds(String request)
            throws Exception {
        try (Wire wire = HOUSE.wire()) {
            wire.send(request);
            String answer = wire.readToTheEnd();
            assertThat(answer).matches("(?s)HTTP/1\\.1 (400|501|505) .*");
            error(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertThat(answer).containsIgnoringCase("x-request-id");
        }
    }
}
