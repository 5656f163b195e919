package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.http.RunningHouse.Wire;
import dev.signalbox.http.origin.Throttling;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class FrontDoorTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    private final ObjectMapper json = new ObjectMapper();

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static RunningHouse behindAProxy() {
        return new RunningHouse(
                settings ->
                        settings.withTrustedProxies(List.of("127.0.0.0/8"))
                                .withThrottling(new Throttling(60, 1)));
    }

    private static HttpResponse<String> from(String address, String key, RunningHouse house) {
        return house.send(
                HttpRequest.newBuilder(house.uri("/v1/models"))
                        .header("X-Forwarded-For", address)
                        .header("Authorization", "Bearer " + key)
                        .build());
    }

    private String newKey(RunningHouse house) throws Exception {
        return json.readTree(house.post("/key/generate", "{}").body()).get("key").asText();
    }

    @Test
    void whoeverGuessesIsSlowedDownAndNobodyElse() throws Exception {
        try (RunningHouse house = behindAProxy()) {
            String known = newKey(house);
            String unused = newKey(house);
            assertThat(from("192.0.2.1", known, house).statusCode()).isEqualTo(200);
            int guesses = 0;
            HttpResponse<String> answer;
            do {
                answer = from("192.0.2.1", "sk-sb1%032dxxxxxx".formatted(guesses++), house);
            } while (answer.statusCode() == 401);
            assertThat(answer.statusCode()).isEqualTo(429);
            // The bucket fills by one a second while the test runs.
            assertThat(guesses).isBetween(61, 70);
            assertThat(RunningHouse.header(answer, "retry-after"))
                    .hasValueSatisfying(wait -> assertThat(Integer.parseInt(wait)).isBetween(1, 2));
            JsonNode error = json.readTree(answer.body()).get("error");
            assertThat(error.get("type").asText()).isEqualTo("too_many_failed_credentials");
            assertThat(from("192.0.2.1", known, house).statusCode()).isEqualTo(200);
            assertThat(from("192.0.2.1", RunningHouse.MASTER, house).statusCode()).isEqualTo(429);
            assertThat(from("192.0.2.1", damaged(known), house).statusCode()).isEqualTo(429);
            assertThat(from("192.0.2.2", RunningHouse.MASTER, house).statusCode()).isEqualTo(200);
            assertThat(from("192.0.2.2", "sk-another-guess", house).statusCode()).isEqualTo(401);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> from("192.0.2.1", unused, house).statusCode() == 200);
        }
    }

    @Test
    void aDamagedKeyIsAGuessAndABlockedOneIsNot() throws Exception {
        try (RunningHouse house =
                new RunningHouse(settings -> settings.withThrottling(new Throttling(2, 1)))) {
            String key = newKey(house);
            house.post("/key/block", "{\"key\":\"" + key + "\"}");
            for (int i = 0; i < 10; i++) {
                assertThat(from("192.0.2.1", key, house).statusCode()).isEqualTo(401);
            }
            List<Integer> answers =
                    Stream.generate(() -> from("192.0.2.1", damaged(key), house).statusCode())
                            .limit(10)
                            .toList();
            assertThat(answers).startsWith(401, 401).contains(429);
        }
    }

    private static String damaged(String key) {
        char last = key.charAt(key.length() - 1);
        return key.substring(0, key.length() - 1) + (last == 'x' ? 'y' : 'x');
    }

    @Test
    void everyAnswerNamesARevision() {
        HttpRequest stranger = HttpRequest.newBuilder(HOUSE.uri("/team/list")).build();
        for (HttpResponse<String> answer :
                List.of(
                        HOUSE.get("/health/liveliness"),
                        HOUSE.get("/v1/models"),
                        HOUSE.get("/nowhere"),
                        HOUSE.get("/v1/files"),
                        HOUSE.get("/v1/chat/completions"),
                        HOUSE.post("/v1/chat/completions", RunningHouse.CHAT),
                        HOUSE.post("/v1/chat/completions", "{"),
                        HOUSE.post("/team/new", "{"),
                        HOUSE.send(stranger))) {
            assertThat(RunningHouse.header(answer, "x-signalbox-revision"))
                    .as(answer.toString())
                    .hasValueSatisfying(revision -> assertThat(revision).matches("[0-9]+"));
        }
        try (Wire wire = HOUSE.wire()) {
            assertThat(wire.send("NONSENSE\r\n\r\n").readToTheEnd())
                    .containsIgnoringCase("x-signalbox-revision: ");
        }
    }

    @Test
    void aChangeIsAnsweredUnderItsOwnRevisionOrALaterOne() {
        for (int i = 0; i < 5; i++) {
            long before = HOUSE.doors.revision().getAsLong();
            assertThat(revision(HOUSE.post("/team/new", "{}"))).isGreaterThan(before);
        }
    }

    @Test
    void aCallNamesTheRevisionThatItWasDecidedUnder() {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.decidedUnder(0);
                    HOUSE.post("/team/new", "{}");
                    return RunningHouse.document(sink, RunningHouse.ANSWER);
                });
        assertThat(revision(HOUSE.post("/v1/chat/completions", RunningHouse.CHAT))).isZero();
        HOUSE.relaying((call, sink) -> RunningHouse.document(sink, RunningHouse.ANSWER));
    }

    private static long revision(HttpResponse<String> answer) {
        return Long.parseLong(RunningHouse.header(answer, "x-signalbox-revision").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/team/new", "/key/list", "/health/liveliness"})
    void noOtherOriginIsLetIn(String path) {
        HttpResponse<String> preflight =
                HOUSE.send(
                        HOUSE.request(path)
                                .header("Origin", "https://evil.example")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build());
        HttpResponse<String> get =
                HOUSE.send(HOUSE.request(path).header("Origin", "https://evil.example").build());
        assertThat(preflight.statusCode()).isEqualTo(405);
        for (HttpResponse<String> answer : List.of(preflight, get)) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "evil.example:4000, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example, 403",
        "localhost, 200",
        "LOCALHOST:4000, 200",
        "127.0.0.1:4000, 200",
        "192.0.2.7, 200",
        "[::1]:4000, 200"
    })
    void whereOnlyThisMachineIsServedAdministrationWantsAnAddress(String host, int status) {
        assertThat(status(asked("/team/list", host))).isEqualTo(status);
        assertThat(status(asked("/v1/models", host))).isEqualTo(200);
        assertThat(status(asked("/health/liveliness", host))).isEqualTo(200);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String asked(String path, String host, String... headers) {
        try (Wire wire = HOUSE.wire()) {
            return wire.send(
                            "GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: "
                                    + host
                                    + "\r\nAuthorization: Bearer "
                                    + RunningHouse.MASTER
                                    + "\r\n"
                                    + String.join("", headers)
                                    + "Connection: close\r\n\r\n")
                    .readToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Path",
                "X-Forwarded-Prefix",
                "X-Forwarded-Host",
                "X-HTTP-Method-Override",
                "X-Original-Host"
            })
    void noHeaderLeadsElsewhere(String name) {
        HttpRequest stranger =
                HttpRequest.newBuilder(HOUSE.uri("/team/list"))
                        .header(name, "/health/liveliness")
                        .build();
        assertThat(HOUSE.send(stranger).statusCode()).isEqualTo(401);
        String answer = asked("/health/liveliness", "localhost", name + ": /team/list\r\n");
        assertThat(answer).contains("I'm alive!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%0d%0aSet-Cookie:%20a=b",
                "a\tb",
                "a b",
                "<script>",
                "\u00e4",
                "\"",
                "a,b",
                "../../etc"
            })
    void aCallIdThatIsNoHarmlessWordIsReplaced(String id) {
        String answer = asked("/nowhere", "localhost", "x-litellm-call-id: " + id + "\r\n");
        assertThat(answer).doesNotContainIgnoringCase("set-cookie");
        assertThat(answer).containsPattern("(?i)x-litellm-call-id: [0-9a-f-]{36}\r\n");
    }

    private static String nameless(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void anUnknownKeyAndADeletedOneCannotBeToldApart() throws Exception {
        String deleted = newKey(HOUSE);
        HOUSE.post("/key/delete", "{\"keys\":[\"" + deleted + "\"]}");
        HttpResponse<String> gone = from("192.0.2.1", deleted, HOUSE);
        HttpResponse<String> unknown = from("192.0.2.1", "sk-never-was-a-key", HOUSE);
        HttpResponse<String> damaged = from("192.0.2.1", damaged(deleted), HOUSE);
        for (HttpResponse<String> other : List.of(unknown, damaged)) {
            assertThat(nameless(gone)).isEqualTo(nameless(other));
            assertThat(gone.statusCode()).isEqualTo(other.statusCode()).isEqualTo(401);
            assertThat(gone.headers().map().keySet()).isEqualTo(other.headers().map().keySet());
        }
    }

    @Test
    void anExpiredKeyIsToldItsEndAndNothingElse() throws Exception {
        JsonNode made = json.readTree(HOUSE.post("/key/generate", "{\"duration\":\"1s\"}").body());
        String key = made.get("key").asText();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> from("192.0.2.1", key, HOUSE).statusCode() == 401);
        HttpResponse<String> answer = from("192.0.2.1", key, HOUSE);
        assertThat(json.readTree(answer.body()).at("/error/message").asText())
                .matches(
                        "Authentication Error - Expired Key. Key Expiry time"
                                + " [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z");
        assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by", "via");
    }

    @Test
    void administrationHasAPortOfItsOwnWhereOneIsGiven() throws Exception {
        try (RunningHouse house =
                new RunningHouse(
                        settings -> settings.withAdmin(new HttpSettings.Address("127.0.0.1", 0)))) {
            int admin = house.server.adminPort();
            assertThat(admin).isNotEqualTo(house.port());
            for (String path : List.of("/team/list", "/key/list", "/user/list", "/audit/log")) {
                assertThat(house.get(path).statusCode()).as(path).isEqualTo(404);
                assertThat(at(admin, path, house)).as(path).isEqualTo(200);
            }
            assertThat(house.get("/v1/models").statusCode()).isEqualTo(200);
            assertThat(at(admin, "/v1/models", house)).isEqualTo(404);
            for (String path : List.of("/health/liveliness", "/health/readiness", "/routes")) {
                assertThat(house.get(path).statusCode()).isEqualTo(200);
                assertThat(at(admin, path, house)).isEqualTo(200);
            }
            assertThat(house.get("/routes").body())
                    .contains("/v1/chat/completions")
                    .doesNotContain("/team/new");
            house.server.stop();
            for (int port : List.of(admin, house.port())) {
                assertThatThrownBy(() -> new Wire(port)).isInstanceOf(UncheckedIOException.class);
            }
        }
    }

    private static int at(int port, String path, RunningHouse house) {
        return house.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + RunningHouse.MASTER)
                                .build())
                .statusCode();
    }

    @Test
    void theListOfRoutesHasLiteLlmsForm() throws Exception {
        HttpRequest anybody = HttpRequest.newBuilder(HOUSE.uri("/routes")).build();
        JsonNode routes = json.readTree(HOUSE.send(anybody).body()).get("routes");
        assertThat(routes)
                .anySatisfy(
                        route -> {
                            assertThat(route.get("path").asText()).isEqualTo("/team/new");
                            assertThat(route.get("methods").get(0).asText()).isEqualTo("POST");
                            assertThat(route.get("endpoint").asText()).isEqualTo("team_new");
                            assertThat(route.get("name").asText()).isEqualTo("Makes a team");
                        });
    }
}
