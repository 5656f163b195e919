package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.journal.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The story of team-based routing, end to end through the started jar. */
class StoryIT {

    /** Odd spaces, escapes, numbers and an order of its own: all of it must arrive as it stands. */
    private static final String QUESTION =
            """
            { "messages" : [ {"role":"system","content":"Be \\u0062rief. Gr\u00fc\u00dfe \\ud83d\\ude00"},
               {"role": "user", "name": "model", "content": "Where are you? \\"model\\": \\"x\\""} ],
            \t"model":%s,
              "temperature": 0.10, "seed": 1e2, "user": "usha"  , "logit_bias": {"100": -1}}
            """;

    @TempDir static Path folder;
    private static Upstreams upstreams;
    private static RunningGateway gateway;
    private static String teamA;
    private static String teamB;

    @BeforeAll
    static void startEverything() {
        upstreams = new Upstreams();
        gateway =
                upstreams
                        .told(RunningGateway.Order.in(folder))
                        .serving(Upstreams.config())
                        .listen();
        teamA = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
        teamB = gateway.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.WORLDWIDE);
    }

    @AfterAll
    static void stopEverything() {
        try {
            gateway.close();
        } finally {
            upstreams.close();
        }
    }

    @BeforeEach
    void forgetWhatWasAsked() {
        upstreams.simulator().reset();
    }

    @Test
    void anAliasDecidesWhereACallGoes() {
        HttpResponse<String> answer =
                gateway.post("/v1/chat/completions", teamA, question("\"gpt-3.5-turbo\""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains(Upstreams.EU);
        assertThat(answer.headers().firstValue("x-litellm-model-id")).isPresent();
        assertThat(upstreams.worldwide()).isEmpty();
        Exchange asked = upstreams.eu().getFirst();
        assertThat(asked.head().target())
                .isEqualTo(
                        "/openai/deployments/chatgpt-v-2/chat/completions"
                                + "?api-version=2023-07-01-preview");
        assertThat(asked.head().header("api-key")).isEqualTo("eu-upstream-key");
        assertThat(asked.head().header("authorization")).isNull();
    }

    @Test
    void theOtherTeamReachesTheOtherResource() {
        HttpResponse<String> answer =
                gateway.post("/v1/chat/completions", teamB, question("\"gpt-3.5-turbo\""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group"))
                .contains(Upstreams.WORLDWIDE);
        assertThat(upstreams.eu()).isEmpty();
        assertThat(upstreams.worldwide().getFirst().head().header("api-key"))
                .isEqualTo("worldwide-upstream-key");
    }

    @Test
    void everyByteButTheModelsNameArrives() {
        gateway.post("/v1/chat/completions", teamA, question("\"gpt-3.5-turbo\""));

        assertThat(upstreams.eu().getFirst().body())
                .isEqualTo(question("\"chatgpt-v-2\"").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theAnswerIsTheUpstreamsByteForByte() throws Exception {
        String question = question("\"gpt-3.5-turbo\"");

        String relayed = gateway.post("/v1/chat/completions", teamA, question).body();

        assertThat(withoutChance(relayed)).isEqualTo(withoutChance(askedDirectly(question)));
    }

    @Test
    void aStreamIsRelayedEventByEvent() throws Exception {
        String question = question("\"gpt-3.5-turbo\", \"stream\": true");

        HttpResponse<String> relayed = gateway.post("/v1/chat/completions", teamA, question);

        assertThat(relayed.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/event-stream");
        assertThat(relayed.body()).endsWith("data: [DONE]\n\n");
        assertThat(withoutChance(relayed.body())).isEqualTo(withoutChance(askedDirectly(question)));
    }

    @Test
    void aKeysModelsAreListedAliasesIncluded() {
        String models = gateway.get("/v1/models", teamA).body();
        assertThat(models).contains("\"gpt-3.5-turbo\"").contains(Upstreams.EU);
    }

    @Test
    void whoeverIsNotKnownIsToldSo() {
        HttpResponse<String> answer =
                gateway.post("/v1/chat/completions", "sk-nobody", question("\"gpt-3.5-turbo\""));
        assertThat(answer.statusCode()).isEqualTo(401);
        HttpResponse<String> noModel =
                gateway.post("/v1/chat/completions", teamA, question("\"gpt-99\""));
        assertThat(noModel.statusCode()).isEqualTo(404);
        assertThat(noModel.body()).contains("model_not_found");
        assertThat(upstreams.simulator().requests()).isEmpty();
    }

    @Test
    void healthIsAnsweredWithoutAKey() throws Exception {
        for (String path : new String[] {"/health/liveliness", "/health/liveness"}) {
            assertThat(open(path).body()).contains("alive");
        }
        HttpResponse<String> readiness = open("/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(200);
        assertThat(readiness.body()).contains("\"litellm_version\"").contains("\"connected\"");
    }

    @Test
    void aTeamIsReadBackWithItsAliases() {
        assertThat(gateway.get("/team/info?team_id=team-a", RunningGateway.MASTER_KEY).body())
                .contains("\"gpt-3.5-turbo\"")
                .contains(Upstreams.EU);
    }

    private static String question(String model) {
        return QUESTION.formatted(model);
    }

    private static HttpResponse<String> open(String path) throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(gateway.address().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String askedDirectly(String question) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        upstreams.simulator().base("eu")
                                                + "/openai/deployments/chatgpt-v-2/chat/completions"
                                                + "?api-version=2023-07-01-preview"))
                        .header("api-key", "eu-upstream-key")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Two answers to one question differ in what the upstream invents for each. */
    private static String withoutChance(String answer) {
        return answer.replaceAll("\"id\":\\s*\"[^\"]*\"", "\"id\":\"?\"")
                .replaceAll("\"created\":\\s*\\d+", "\"created\":0");
    }
}
