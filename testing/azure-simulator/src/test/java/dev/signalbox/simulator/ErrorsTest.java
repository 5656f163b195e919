package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a resource refuses by itself, word for word. */
class ErrorsTest extends SimulatorTest {

    private static final String CHAT = Caller.chatPath(Caller.DEPLOYMENT);
    private static final String BODY = Caller.chatBody("Hi");

    @ParameterizedTest
    @ValueSource(strings = {"wrong", ""})
    void aWrongKeyIsRefused(String key) throws Exception {
        HttpResponse<String> answer = caller.send(caller.post(CHAT, BODY).header("api-key", key));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .startsWith(
                        "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid"
                                + " subscription key or wrong API endpoint.");
        assertThat(answer.headers().firstValue("apim-request-id")).isPresent();
    }

    @Test
    void aMissingCredentialIsRefused() throws Exception {
        assertThat(caller.send(caller.post(CHAT, BODY)).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongTokenIsRefusedWithoutTheUsualForm() throws Exception {
        HttpResponse<String> answer =
                caller.send(caller.post(CHAT, BODY).header("authorization", "Bearer old"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing,"
                                + " invalid, audience is incorrect"
                                + " (https://cognitiveservices.azure.com), or have expired.\"}");
    }

    @Test
    void aTokenIsAsGoodAsAKey() throws Exception {
        var request = caller.post(CHAT, BODY).header("authorization", "bearer good-token");

        assertThat(caller.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void aResourceWithoutKeysWantsTokens() throws Exception {
        try (Simulator tokensOnly =
                Simulator.start(
                        SimulatorSettings.of(
                                ResourceSettings.named("eu")
                                        .withToken("t")
                                        .withDeployment("chatgpt-v-2", "gpt-35-turbo")))) {
            Caller other = new Caller(tokensOnly);

            HttpResponse<String> answer = other.chat(BODY);

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"error\":{\"code\":\"AuthenticationTypeDisabled\",\"message\":\"Key"
                                    + " based authentication is disabled for this resource.\"}}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/deployments/chatgpt-v-2/chat/completions",
                "/openai/deployments/chatgpt-v-2/chat/completions?api-version=",
                "/openai/deployments/chatgpt-v-2/chat/completions?api-version=2019-01-01",
                "/openai/deployments/chatgpt-v-2/models?api-version=2024-10-21",
                "/openai/openai/deployments/chatgpt-v-2/chat/completions?api-version=2024-10-21",
                "/openai/responses?api-version=2024-10-21",
                "/openai/v1/realtime",
                "/openai/v1/chat/completions?api-version=2024-10-21",
                "/"
            })
    void anUnknownPathOrVersionIsNotFound(String path) throws Exception {
        HttpResponse<String> answer = caller.send(keyed(path, BODY));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}");
    }

    @Test
    void anUnknownDeploymentIsNotFound() throws Exception {
        HttpResponse<String> answer = caller.send(keyed(Caller.chatPath("other"), BODY));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API"
                                + " deployment for this resource does not exist. If you created the"
                                + " deployment within the last 5 minutes, please wait a moment and try"
                                + " again.\"}}");
    }

    @Test
    void aModelIsNotAskedForWhatItCannotDo() throws Exception {
        String completions =
                "/openai/deployments/chatgpt-v-2/completions?api-version=" + Caller.VERSION;

        HttpResponse<String> answer = caller.send(keyed(completions, "{\"prompt\":\"x\"}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith(
                        "{\"error\":{\"code\":\"OperationNotSupported\",\"message\":\"The completion"
                                + " operation does not work with the specified model, gpt-35-turbo.");
    }

    @Test
    void moreThanTenHeadersOfOnesOwnAreTooMany() throws Exception {
        HttpRequest.Builder request = keyed(CHAT, BODY);
        for (int i = 0; i < 10; i++) {
            request.header("x-own-" + i, "1");
        }
        assertThat(caller.send(request).statusCode()).isEqualTo(200);

        assertThat(caller.send(request.header("x-own-10", "1")).statusCode()).isEqualTo(431);
    }

    @Test
    void moreTokensThanTheModelReadsAreRefused() throws Exception {
        HttpResponse<String> answer = caller.chat(Caller.chatBody("word ".repeat(16_400)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("This model's maximum context length is 16385 tokens. However, your")
                .contains("\"param\":\"messages\",\"code\":\"context_length_exceeded\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | We could not parse the JSON body of your request.",
                "[] | expected an object",
                "{} | Missing required parameter: 'messages'.",
                "{\"messages\":\"x\"} | Invalid type for 'messages'",
                "{\"messages\":[]} | empty array",
                "{\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]} | Invalid value: 'boss'",
                "{\"messages\":[{\"role\":\"user\"}]} | 'messages[0].content'",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tags\":[]}"
                        + " | Unrecognized request argument supplied: tags",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0}"
                        + " | Invalid 'max_tokens'",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":3}"
                        + " | Invalid 'temperature'",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream_options\":{}}"
                        + " | only allowed when 'stream' is enabled"
            })
    void aBodyThatBreaksARuleIsRefused(String body, String message) throws Exception {
        HttpResponse<String> answer = caller.chat(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Caller.json(answer).at("/error/message").asText()).contains(message);
        assertThat(Caller.json(answer).at("/error/type").asText())
                .isEqualTo("invalid_request_error");
    }

    @Test
    void anOldVersionDoesNotKnowWhatCameLater() throws Exception {
        String old = CHAT.replace(Caller.VERSION, "2023-07-01-preview");
        String body =
                Caller.streamBody("Hi")
                        .replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

        HttpResponse<String> refused = caller.send(keyed(old, body));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("Unrecognized request argument supplied: stream_options");
        assertThat(caller.chat(body).statusCode()).isEqualTo(200);
    }

    @Test
    void thePlainDoorHasItsOwnWords() throws Exception {
        HttpResponse<String> badKey =
                caller.send(caller.post("/v1/chat/completions", BODY).header("api-key", "eu-key"));
        HttpResponse<String> noModel =
                caller.send(
                        caller.post(
                                        "/v1/chat/completions",
                                        BODY.replaceFirst("\\{", "{\"model\":\"gpt-9\","))
                                .header("authorization", "Bearer eu-key"));

        assertThat(badKey.statusCode()).isEqualTo(401);
        assertThat(badKey.body()).contains("\"code\":\"invalid_api_key\"");
        assertThat(noModel.statusCode()).isEqualTo(404);
        assertThat(noModel.body())
                .contains("The model `gpt-9` does not exist")
                .contains("\"code\":\"model_not_found\"");
    }

    private HttpRequest.Builder keyed(String path, String body) {
        return caller.post(path, body).header("api-key", Caller.KEY);
    }
}
