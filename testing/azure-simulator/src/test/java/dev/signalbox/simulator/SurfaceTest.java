package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.model.Content;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The three doors, as callers that do everything right meet them. */
class SurfaceTest extends SimulatorTest {

    @Test
    void aDeploymentEchoesTheLastTextOfTheUser() throws Exception {
        HttpResponse<String> answer =
                caller.chat(
                        """
                        {"user":"usha","messages":[
                          {"role":"system","content":"Be brief."},
                          {"role":"user","content":"Never mind"},
                          {"role":"user","content":[{"type":"text","text":"Say hello world"}]},
                          {"role":"assistant","content":"Yes"}]}
                        """);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Caller.json(answer);
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Say hello world");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/model").asText()).isEqualTo("gpt-3.5-turbo-0125");
        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(body.at("/prompt_filter_results/0/prompt_index").isInt()).isTrue();
        assertThat(body.at("/choices/0/content_filter_results/hate/severity").asText())
                .isEqualTo("safe");
    }

    @Test
    void tokensAreCountedAsTheModelCountsThem() throws Exception {
        JsonNode usage = Caller.json(caller.chat(Caller.chatBody("Say hello world"))).path("usage");

        // Three for the text, four for its message, three to prime the answer.
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(10);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(13);
    }

    @Test
    void membersComeInTheOrderOfTheAlphabet() throws Exception {
        JsonNode body = Caller.json(caller.chat(Caller.chatBody("Hello")));

        assertInOrder(body);
        assertInOrder(body.at("/choices/0"));
        assertInOrder(body.at("/choices/0/message"));
        assertInOrder(body.at("/choices/0/content_filter_results"));
        assertInOrder(body.at("/prompt_filter_results/0"));
        assertInOrder(body.at("/usage"));
    }

    @Test
    void answersCarryAzuresHeaders() throws Exception {
        HttpResponse<String> answer =
                caller.send(
                        caller.post(Caller.chatPath(Caller.DEPLOYMENT), Caller.chatBody("Hi"))
                                .header("api-key", Caller.KEY)
                                .header("x-ms-client-request-id", "mine"));

        assertThat(answer.headers().map())
                .containsKeys(
                        "apim-request-id",
                        "x-request-id",
                        "x-ratelimit-remaining-tokens",
                        "azureml-model-session",
                        "strict-transport-security")
                .containsEntry("content-type", List.of("application/json"))
                .containsEntry("x-ms-client-request-id", List.of("mine"))
                .containsEntry("x-ms-deployment-name", List.of(Caller.DEPLOYMENT));
    }

    @ParameterizedTest
    @CsvSource({"api-key,eu-key", "authorization,Bearer eu-key", "authorization,Bearer good-token"})
    void theSecondDoorFindsTheDeploymentInTheBody(String header, String value) throws Exception {
        String body = Caller.chatBody("Hi").replaceFirst("\\{", "{\"model\":\"chatgpt-v-2\",");

        HttpResponse<String> answer =
                caller.send(caller.post("/openai/v1/chat/completions", body).header(header, value));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("content_filter_results");
    }

    @ParameterizedTest
    @CsvSource({"chatgpt-v-2", "gpt-35-turbo"})
    void thePlainDoorKnowsModelsAndAnnotatesNothing(String model) throws Exception {
        String body = Caller.chatBody("Hi").replaceFirst("\\{", "{\"model\":\"" + model + "\",");

        HttpResponse<String> answer =
                caller.send(
                        caller.post("/v1/chat/completions", body)
                                .header("authorization", "Bearer " + Caller.KEY));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"Hi\"").doesNotContain("filter");
        assertThat(answer.headers().firstValue("apim-request-id")).isEmpty();
    }

    @Test
    void plainTextIsContinued() throws Exception {
        HttpResponse<String> answer =
                caller.send(
                        caller.post(
                                        "/openai/deployments/plain/completions?api-version="
                                                + Caller.VERSION,
                                        "{\"prompt\":\"Once upon a time\"}")
                                .header("api-key", Caller.KEY));

        JsonNode body = Caller.json(answer);
        assertThat(body.at("/choices/0/text").asText()).isEqualTo("Once upon a time");
        assertThat(body.at("/object").asText()).isEqualTo("text_completion");
    }

    @Test
    void theSameTextAlwaysGivesTheSameVectorOfLengthOne() throws Exception {
        JsonNode floats = embeddings("{\"input\":[\"a\",\"b\",\"a\"],\"dimensions\":64}");
        JsonNode packed =
                embeddings("{\"input\":\"a\",\"dimensions\":64,\"encoding_format\":\"base64\"}");

        assertThat(floats.path("data")).hasSize(3);
        List<Float> first = vector(floats.at("/data/0/embedding"));
        assertThat(first).hasSize(64);
        assertThat(vector(floats.at("/data/2/embedding"))).isEqualTo(first);
        assertThat(vector(floats.at("/data/1/embedding"))).isNotEqualTo(first);
        double squares = first.stream().mapToDouble(value -> value * value).sum();
        assertThat(squares).isCloseTo(1, within(1e-5));
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(packed.at("/data/0/embedding").asText()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        List<Float> unpacked = new ArrayList<>();
        while (bytes.hasRemaining()) {
            unpacked.add(bytes.getFloat());
        }
        assertThat(unpacked).isEqualTo(first);
        assertThat(floats.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/models?api-version=2024-10-21,api-key,eu-key",
        "/openai/v1/models,api-key,eu-key",
        "/v1/models,authorization,Bearer eu-key"
    })
    void modelsAreListedAndNotDeployments(String path, String header, String value)
            throws Exception {
        JsonNode body = Caller.json(caller.send(caller.get(path).header(header, value)));

        assertThat(body.path("data"))
                .extracting(model -> model.path("id").asText())
                .containsExactly("gpt-35-turbo", "gpt-35-turbo-instruct", "text-embedding-3-small");
    }

    @Test
    void anAnswerIsCutWhereTheCallerBoundsIt() throws Exception {
        String body =
                Caller.chatBody("one two three four").replaceFirst("\\{", "{\"max_tokens\":2,");

        JsonNode answer = Caller.json(caller.chat(body));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("one two");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void severalAnswersCanBeHadToOneQuestion() throws Exception {
        String body = Caller.chatBody("Hi").replaceFirst("\\{", "{\"n\":3,");

        assertThat(Caller.json(caller.chat(body)).path("choices"))
                .extracting(choice -> choice.path("index").asInt())
                .containsExactly(0, 1, 2);
    }

    @Test
    void aDeploymentSaysWhatItIsToldToAtTheLengthThatIsWanted() throws Exception {
        simulator.configure("eu", settings().saying(new Content.Script("As it is written")));
        assertThat(said()).isEqualTo("As it is written");

        simulator.configure("eu", settings().saying(new Content.Lorem(7)).ofTokens(12));
        String first = said();
        assertThat(said()).isEqualTo(first);
        simulator.configure("eu", settings().saying(new Content.Lorem(8)).ofTokens(12));
        JsonNode second = Caller.json(caller.chat(Caller.chatBody("Hi")));
        assertThat(second.at("/choices/0/message/content").asText()).isNotEqualTo(first);
        assertThat(second.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void aDeploymentTakesTheTimeItIsGiven() throws Exception {
        DeploymentSettings slow =
                settings().ofTokens(5).taking(new Latency.Fixed(40), new Latency.Fixed(10));
        simulator.configure("eu", slow);

        long before = System.nanoTime();
        var unused = caller.chat(Caller.chatBody("Hi"));

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(80_000_000L);
    }

    private String said() throws Exception {
        return Caller.json(caller.chat(Caller.chatBody("Hi")))
                .at("/choices/0/message/content")
                .asText();
    }

    private JsonNode embeddings(String body) throws Exception {
        return Caller.json(
                caller.send(
                        caller.post(
                                        "/openai/deployments/vectors/embeddings?api-version="
                                                + Caller.VERSION,
                                        body)
                                .header("api-key", Caller.KEY)));
    }

    private static List<Float> vector(JsonNode array) {
        List<Float> vector = new ArrayList<>();
        array.forEach(value -> vector.add((float) value.asDouble()));
        return vector;
    }

    private static void assertInOrder(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        assertThat(names).isNotEmpty().isSorted();
    }
}
