package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.conformance.Client.Cannot;
import dev.signalbox.conformance.House.Door;
import dev.signalbox.simulator.catalogue.StatusFault;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.Scenario;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

/** No library at all, only what every JDK has. It would rather speak HTTP/2, and is not let. */
@Client(
        name = "`java.net.http.HttpClient`",
        cannot = {
            @Cannot(what = Feature.NO_RETRY, why = "it tries nothing again"),
            @Cannot(
                    what = Feature.RETRY,
                    why = "it tries nothing again; `retry-after` tells its user when to")
        })
class PlainHttpIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String DONE = "data: [DONE]";

    private final House house;

    PlainHttpIT(House house) {
        this.house = house;
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(house.plain().address().resolve(path))
                .header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> post(String path, String key, String body) throws Exception {
        HttpRequest request =
                request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, house.plain().key(), body);
    }

    private static JsonNode served(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String question(String model, String text, String members) {
        return """
        {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}"""
                .formatted(model, text, members.isEmpty() ? "" : ", " + members);
    }

    private HttpResponse<String> chat(String model, String key) throws Exception {
        return post("/v1/chat/completions", key, question(model, "hello", ""));
    }

    private JsonNode choice(String model, String text, String members) throws Exception {
        return served(post("/v1/chat/completions", question(model, text, members)))
                .path("choices")
                .path(0);
    }

    private List<String> lines(String path, String body) throws Exception {
        HttpRequest request =
                request(path, house.plain().key())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return CLIENT.send(request, BodyHandlers.ofLines())
                .body()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private List<String> streamed(String model, String text) throws Exception {
        return lines("/v1/chat/completions", question(model, text, "\"stream\": true"));
    }

    private static String said(List<String> events) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            if (event.startsWith("data: {")) {
                JsonNode data = JSON.readTree(event.substring("data: ".length()));
                text.append(data.at("/choices/0/delta/content").asText(""));
            }
        }
        return text.toString();
    }

    @Test
    @Shows(Feature.MODELS)
    void theModelsOfTheKeyAreListed() throws Exception {
        HttpRequest request = request("/v1/models", house.plain().key()).build();

        assertThat(served(CLIENT.send(request, BodyHandlers.ofString())).path("data"))
                .extracting(it -> it.path("id").asText())
                .contains(House.CHAT, House.EMBEDDING)
                .doesNotContain(House.FORBIDDEN);
    }

    @Test
    @Shows(Feature.CHAT)
    void aChatIsAnswered() throws Exception {
        HttpResponse<String> answer =
                post("/v1/chat/completions", question(House.CHAT, "hello there", ""));

        assertThat(served(answer).at("/choices/0/message/content").asText())
                .isEqualTo("hello there");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    @Shows(Feature.CHAT_STREAM)
    void aChatIsAnsweredPieceByPiece() throws Exception {
        List<String> events = streamed(House.CHAT, "one two three");

        assertThat(said(events)).isEqualTo("one two three");
        assertThat(events.getLast()).isEqualTo(DONE);
    }

    @Test
    @Shows(Feature.TOOLS)
    void toolsAreOffered() throws Exception {
        String tools =
                """
                "tools": [{"type": "function", "function": {"name": "weather"}}]""";

        assertThat(choice(House.CHAT, "hello", tools).path("finish_reason").asText())
                .isEqualTo("stop");

        assertThat(house.lastBody()).contains(tools);
    }

    @Test
    @Shows(Feature.TOOLS_STREAM)
    void callsOfToolsComeAsAzureSendsThem() throws Exception {
        house.goesWrong(StreamFault.TOOLS_INTERLEAVED);

        List<String> events = streamed(House.CHAT, "a b c");
        assertThat(events).filteredOn(it -> it.contains("tool_calls\":[{")).hasSize(6);
        assertThat(events.getLast()).isEqualTo(DONE);
    }

    @Test
    @Shows(Feature.STRUCTURE)
    void theStructureOfAnAnswerIsWhatWasAskedFor() throws Exception {
        String format =
                """
                "response_format": {"type": "json_schema", "json_schema": {"name": "city",
                 "strict": true, "schema": {"type": "object"}}}""";

        String said = choice(House.JSON, "which?", format).path("message").path("content").asText();

        assertThat(JSON.readTree(said).path("city").asText()).isEqualTo("Oslo");
        assertThat(house.lastBody()).contains(format);
    }

    @Test
    @Shows(Feature.EMBEDDINGS)
    void textsBecomeVectors() throws Exception {
        JsonNode made =
                served(
                        post(
                                "/v1/embeddings",
                                """
                                {"model": "%s", "input": ["one", "two"]}"""
                                        .formatted(House.EMBEDDING)));

        assertThat(made.path("data"))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.path("embedding")).hasSize(1536));
    }

    private JsonNode response(String text, String members) throws Exception {
        return served(
                post(
                        "/v1/responses",
                        """
                        {"model": "%s", "input": "%s"%s}"""
                                .formatted(House.CHAT, text, members)));
    }

    private static String said(JsonNode response) {
        return response.at("/output/0/content/0/text").asText();
    }

    @Test
    @Shows(Feature.RESPONSE)
    void aResponseIsMade() throws Exception {
        assertThat(said(response("hello there", ""))).isEqualTo("hello there");
    }

    @Test
    @Shows(Feature.RESPONSE_STREAM)
    void aResponseIsMadePieceByPiece() throws Exception {
        List<String> events =
                lines(
                        "/v1/responses",
                        """
                        {"model": "%s", "input": "one two", "stream": true}"""
                                .formatted(House.CHAT));

        assertThat(events).contains("event: response.created", "event: response.completed");
    }

    @Test
    @Shows(Feature.RESPONSE_KEPT)
    void aResponseIsKeptUntilItIsDeleted() throws Exception {
        String key = house.plain().key();
        String path = "/v1/responses/" + response("hello", "").path("id").asText();
        HttpRequest look = request(path, key).GET().build();

        assertThat(said(served(CLIENT.send(look, BodyHandlers.ofString())))).isEqualTo("hello");
        assertThat(
                        CLIENT.send(request(path, key).DELETE().build(), BodyHandlers.discarding())
                                .statusCode())
                .isEqualTo(200);
        assertThat(CLIENT.send(look, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    }

    @Test
    @Shows(Feature.RESPONSE_NEXT)
    void aResponseKnowsTheOneBefore() throws Exception {
        String first = response("hello", "").path("id").asText();

        assertThat(said(response("again", ", \"previous_response_id\": \"" + first + "\"")))
                .isEqualTo("hello / again");
    }

    @Test
    @Shows(Feature.IMAGES)
    void anImageIsDrawn() throws Exception {
        JsonNode drawn =
                served(
                        post(
                                "/v1/images/generations",
                                """
                                {"model": "%s", "prompt": "a lake"}"""
                                        .formatted(House.PICTURE)));

        assertThat(drawn.at("/data/0/b64_json").asText()).isNotEmpty();
    }

    @Test
    @Shows(Feature.SPEECH)
    void aTextIsSpoken() throws Exception {
        HttpRequest request =
                request("/v1/audio/speech", house.plain().key())
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        """
                                        {"model": "%s", "input": "hello there", "voice": "alloy"}"""
                                                .formatted(House.VOICE)))
                        .build();
        HttpResponse<byte[]> spoken = CLIENT.send(request, BodyHandlers.ofByteArray());

        assertThat(spoken.body()).hasSize(16_000);
        assertThat(spoken.headers().firstValue("content-type")).contains("audio/mpeg");
    }

    @Test
    @Shows(Feature.TRANSCRIPTION)
    void aSoundIsWrittenDown() throws Exception {
        String form =
                """
                --x
                Content-Disposition: form-data; name="model"

                %s
                --x
                Content-Disposition: form-data; name="file"; filename="hello.mp3"

                abc
                --x--
                """
                        .formatted(House.EAR)
                        .replace("\n", "\r\n");
        HttpRequest request =
                request("/v1/audio/transcriptions", house.plain().key())
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();

        assertThat(served(CLIENT.send(request, BodyHandlers.ofString())).path("text").asText())
                .startsWith("heard 3 bytes");
    }

    @Test
    @Shows(Feature.MODERATION)
    void aTextIsJudged() throws Exception {
        JsonNode judged =
                served(
                        post(
                                "/v1/moderations",
                                """
                                {"model": "%s", "input": "violence"}"""
                                        .formatted(House.JUDGE)));

        assertThat(judged.at("/results/0/flagged").asBoolean()).isTrue();
    }

    @Test
    @Shows(Feature.LONG_PROMPT)
    void aVeryLongQuestionIsAsked() throws Exception {
        String text = "abcdefg ".repeat(1 << 17).strip();

        assertThat(choice(House.CHAT, text, "").path("message").path("content").asText())
                .isEqualTo(text);
    }

    @Test
    @Shows(Feature.PARALLEL)
    void manyStreamsAreReadAtOnce() {
        Crowd.together(text -> said(streamed(House.PENSIVE, text)));
    }

    @Test
    @Shows(Feature.CANCEL)
    void aStreamThatNobodyReadsEnds() throws Exception {
        leaves(CLIENT, house.plain());
    }

    @Test
    @Shows(Feature.CANCEL)
    void aSafeStreamThatNobodyReadsEndsToo() throws Exception {
        SSLContext trusting = house.certificate().trusting();
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            leaves(client, house.safe());
        }
    }

    private void leaves(HttpClient client, Door door) throws Exception {
        String question = question(House.SLOW, "go on", "\"stream\": true");
        HttpRequest request =
                HttpRequest.newBuilder(door.address().resolve("/v1/chat/completions"))
                        .header("Authorization", "Bearer " + door.key())
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build();
        InputStream stream = client.send(request, BodyHandlers.ofInputStream()).body();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("data: ");
        }
        house.isLeftAlone();
    }

    @Test
    @Shows(Feature.GIVEN_UP)
    void aCallThatIsNotWaitedForEnds() {
        HttpRequest request =
                request("/v1/chat/completions", house.plain().key())
                        .timeout(Duration.ofMillis(500))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        question(House.SLOW, "go on", "")))
                        .build();

        assertThatThrownBy(() -> CLIENT.send(request, BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        house.isLeftAlone();
    }

    @Test
    @Shows(value = Feature.CUT, as = "`event: error`, and no `[DONE]`")
    void aStreamThatBreaksOffIsNotTakenForWhole() throws Exception {
        for (StreamFault cut : List.of(StreamFault.RESET, StreamFault.END_WITHOUT_DONE)) {
            house.goesWrong(cut);

            assertThat(streamed(House.CHAT, "one two three four"))
                    .contains("event: error")
                    .doesNotContain(DONE);
        }
    }

    @Test
    @Shows(value = Feature.WRONG_KEY, as = "`token_not_found_in_db`")
    void aWrongKeyIsTold() throws Exception {
        refused(chat(House.CHAT, House.WRONG_KEY), 401, "token_not_found_in_db");
    }

    @Test
    @Shows(value = Feature.NOT_ALLOWED, as = "`key_model_access_denied`")
    void aModelThatIsNotForTheKeyIsTold() throws Exception {
        refused(chat(House.FORBIDDEN, house.plain().key()), 403, "key_model_access_denied");
    }

    @Test
    @Shows(value = Feature.UNKNOWN_MODEL, as = "`model_not_found`")
    void aModelThatNobodyServesIsTold() throws Exception {
        refused(chat(House.UNKNOWN, Gateway.MASTER_KEY), 404, "model_not_found");
    }

    @Test
    @Shows(value = Feature.BAD_REQUEST, as = "`invalid_request_error`")
    void whatAzureDoesNotLikeIsTold() throws Exception {
        refused(
                post("/v1/chat/completions", question(House.CHAT, "hello", "\"temperature\": 9")),
                400,
                "invalid_request_error");
    }

    @Test
    @Shows(value = Feature.UNPROCESSABLE, as = "`invalid_request_error`")
    void aQuestionWithoutOneIsTold() throws Exception {
        refused(
                post("/v1/chat/completions", "{\"model\": \"" + House.CHAT + "\"}"),
                422,
                "invalid_request_error");
    }

    @Test
    @Shows(value = Feature.FILTERED, as = "`code` `content_filter`")
    void whatIsFilteredIsTold() throws Exception {
        house.goesWrong(StatusFault.CONTENT_FILTER);
        HttpResponse<String> answer = chat(House.CHAT, house.plain().key());

        refused(answer, 400, "invalid_request_error");
        assertThat(JSON.readTree(answer.body()).at("/error/code").asText())
                .isEqualTo("content_filter");
    }

    @Test
    @Shows(value = Feature.RATE_LIMITED, as = "`throttling_error`")
    void theLimitOfAKeyIsTold() throws Exception {
        String key = house.plain().hurriedKey();
        assertThat(chat(House.CHAT, key).statusCode()).isEqualTo(200);

        HttpResponse<String> answer = chat(House.CHAT, key);
        refused(answer, 429, "throttling_error");
        assertThat(answer.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(1L, 60L);
    }

    @Test
    @Shows(value = Feature.BROKEN, as = "`server_error`")
    void anAzureThatIsBrokenIsTold() throws Exception {
        failed(StatusFault.SERVER_ERROR, 500, "server_error");
    }

    @Test
    @Shows(value = Feature.UNAVAILABLE, as = "`service_unavailable_error`")
    void anAzureThatIsNotThereIsTold() throws Exception {
        failed(StatusFault.UNAVAILABLE_HTML, 503, "service_unavailable_error");
    }

    private void failed(Scenario scenario, int status, String type) throws Exception {
        house.goesWrong(scenario);
        refused(chat(House.CHAT, house.plain().key()), status, type);
    }

    private static void refused(HttpResponse<String> answer, int status, String type)
            throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/type").asText()).isEqualTo(type);
    }
}
