package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.AudioTranscriptionFormat;
import com.azure.ai.openai.models.AudioTranscriptionOptions;
import com.azure.ai.openai.models.ChatChoice;
import com.azure.ai.openai.models.ChatCompletions;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolCall;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinition;
import com.azure.ai.openai.models.ChatCompletionsFunctionToolDefinitionFunction;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormat;
import com.azure.ai.openai.models.ChatCompletionsJsonSchemaResponseFormatJsonSchema;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.ai.openai.models.CompletionsFinishReason;
import com.azure.ai.openai.models.EmbeddingsOptions;
import com.azure.ai.openai.models.ImageGenerationOptions;
import com.azure.ai.openai.models.SpeechGenerationOptions;
import com.azure.ai.openai.models.SpeechVoice;
import com.azure.ai.openai.responses.ResponsesClient;
import com.azure.ai.openai.responses.ResponsesClientBuilder;
import com.azure.ai.openai.responses.models.CreateResponsesRequest;
import com.azure.ai.openai.responses.models.CreateResponsesRequestModel;
import com.azure.ai.openai.responses.models.ResponsesAssistantMessage;
import com.azure.ai.openai.responses.models.ResponsesOutputContentText;
import com.azure.ai.openai.responses.models.ResponsesResponse;
import com.azure.ai.openai.responses.models.ResponsesStreamEvent;
import com.azure.ai.openai.responses.models.ResponsesStreamEventCompleted;
import com.azure.ai.openai.responses.models.ResponsesStreamEventOutputTextDelta;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.credential.KeyCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;

import dev.signalbox.conformance.Client.Cannot;
import dev.signalbox.conformance.House.Door;
import dev.signalbox.simulator.catalogue.StatusFault;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.Scenario;

import okhttp3.OkHttpClient;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Azure's own client. It shows no key to a host without TLS, so it comes by the other door. */
@Client(
        name = "azure-ai-openai",
        version = "version.azure-ai-openai",
        cannot = {
            @Cannot(what = Feature.MODELS, why = "it lists no models"),
            @Cannot(what = Feature.MODERATION, why = "it asks for no moderation"),
            @Cannot(what = Feature.NO_RETRY, why = "it does not look at `x-should-retry`"),
            @Cannot(
                    what = Feature.CANCEL,
                    why =
                            "with OkHttp below it, it goes on reading a stream that nobody wants"
                                    + " any more, to its end")
        },
        notes = {
            "It shows a key to nobody without TLS (`Key credentials require HTTPS`): give the"
                    + " gateway a certificate.",
            "`OpenAIClient` reads a stream to its end before it hands on the first piece;"
                    + " `OpenAIAsyncClient` hands on each piece when it is there.",
            "With `azure-core-http-jdk-httpclient` below it, `OpenAIAsyncClient` fails at every"
                    + " stream (`ReadOnlyBufferException`); with `azure-core-http-okhttp`, as here,"
                    + " it does not.",
            "What went wrong in a stream it does not tell: the message is `Invalid Json format"
                    + " error`."
        })
class AzureSdkIT {

    private static final RetryOptions ONCE =
            new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));

    private final House house;
    private final Door door;
    private final HttpClient http;

    AzureSdkIT(House house) {
        this.house = house;
        this.door = house.safe();
        this.http = http(Duration.ofMinutes(1));
    }

    private HttpClient http(Duration patience) {
        OkHttpClient trusting =
                new OkHttpClient.Builder()
                        .sslSocketFactory(
                                house.certificate().trusting().getSocketFactory(),
                                house.certificate().trust())
                        .build();
        return new OkHttpAsyncHttpClientBuilder(trusting).responseTimeout(patience).build();
    }

    private OpenAIClientBuilder builder(String key) {
        return new OpenAIClientBuilder()
                .endpoint(door.address().toString())
                .credential(new AzureKeyCredential(key))
                .httpClient(http);
    }

    private OpenAIClient client(String key) {
        return builder(key).retryOptions(ONCE).buildClient();
    }

    private OpenAIClient client() {
        return client(door.key());
    }

    private ResponsesClient responses() {
        return new ResponsesClientBuilder()
                .endpoint(door.address().toString())
                .credential(new KeyCredential(door.key()))
                .httpClient(http)
                .buildClient();
    }

    private static ChatCompletionsOptions question(String text) {
        return new ChatCompletionsOptions(List.of(new ChatRequestUserMessage(text)));
    }

    private String chat(String text) {
        return said(client().getChatCompletions(House.CHAT, question(text)));
    }

    private static String said(ChatCompletions answer) {
        return answer.getChoices().getFirst().getMessage().getContent();
    }

    private static Stream<ChatChoice> choices(
            OpenAIClient client, String model, ChatCompletionsOptions question) {
        return client.getChatCompletionsStream(model, question).stream()
                .filter(chunk -> chunk.getChoices() != null)
                .flatMap(chunk -> chunk.getChoices().stream());
    }

    private static String streamed(OpenAIClient client, String model, String text) {
        return choices(client, model, question(text))
                .map(choice -> choice.getDelta().getContent())
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
    }

    private static CreateResponsesRequest asking(String text) {
        return new CreateResponsesRequest(CreateResponsesRequestModel.fromString(House.CHAT), text);
    }

    private static String said(ResponsesResponse response) {
        ResponsesAssistantMessage message =
                (ResponsesAssistantMessage) response.getOutput().getFirst();
        return ((ResponsesOutputContentText) message.getContent().getFirst()).getText();
    }

    @Test
    @Shows(Feature.CHAT)
    void aChatIsAnswered() {
        ChatCompletions answer = client().getChatCompletions(House.CHAT, question("hello there"));

        assertThat(said(answer)).isEqualTo("hello there");
        assertThat(answer.getChoices().getFirst().getFinishReason())
                .isEqualTo(CompletionsFinishReason.STOPPED);
        assertThat(answer.getUsage().getTotalTokens()).isPositive();
    }

    @Test
    @Shows(Feature.CHAT_STREAM)
    void aChatIsAnsweredPieceByPiece() {
        assertThat(streamed(client(), House.CHAT, "one two three")).isEqualTo("one two three");
    }

    @Test
    @Shows(Feature.CHAT_STREAM)
    void piecesAreHandedOnWhenTheyAreThere() {
        assertThat(
                        builder(door.key())
                                .buildAsyncClient()
                                .getChatCompletionsStream(House.SLOW, question("go on"))
                                .take(3)
                                .collectList()
                                .block(Duration.ofSeconds(10)))
                .hasSize(3);
    }

    @Test
    @Shows(Feature.TOOLS)
    void toolsAreOffered() {
        ChatCompletionsOptions question =
                question("hello")
                        .setTools(
                                List.of(
                                        new ChatCompletionsFunctionToolDefinition(
                                                new ChatCompletionsFunctionToolDefinitionFunction(
                                                                "weather")
                                                        .setParameters(
                                                                BinaryData.fromString("{}")))));

        assertThat(said(client().getChatCompletions(House.CHAT, question))).isEqualTo("hello");

        assertThat(house.lastBody()).contains("\"tools\"", "weather");
    }

    @Test
    @Shows(Feature.TOOLS_STREAM)
    void callsOfToolsComeAsAzureSendsThem() {
        house.goesWrong(StreamFault.TOOLS_INTERLEAVED);

        assertThat(
                        choices(client(), House.CHAT, question("a b c"))
                                .map(choice -> choice.getDelta().getToolCalls())
                                .filter(Objects::nonNull)
                                .flatMap(List::stream)
                                .map(ChatCompletionsFunctionToolCall.class::cast)
                                .filter(call -> call.getId() != null))
                .extracting(call -> call.getId(), call -> call.getFunction().getName())
                .containsExactly(tuple("call_1", "weather"), tuple("call_2", "time"));
    }

    @Test
    @Shows(Feature.STRUCTURE)
    void theStructureOfAnAnswerIsWhatWasAskedFor() {
        ChatCompletionsOptions question =
                question("which?")
                        .setResponseFormat(
                                new ChatCompletionsJsonSchemaResponseFormat(
                                        new ChatCompletionsJsonSchemaResponseFormatJsonSchema(
                                                        "city")
                                                .setSchema(
                                                        BinaryData.fromString(
                                                                "{\"type\":\"object\"}"))));

        assertThat(said(client().getChatCompletions(House.JSON, question)))
                .isEqualTo("{\"city\":\"Oslo\",\"people\":700000}");
        assertThat(house.lastBody()).contains("json_schema", "\"type\":\"object\"");
    }

    @Test
    @Shows(Feature.EMBEDDINGS)
    void textsBecomeVectors() {
        assertThat(
                        client().getEmbeddings(
                                        House.EMBEDDING,
                                        new EmbeddingsOptions(List.of("one", "two")))
                                .getData())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.getEmbedding()).hasSize(1536));
    }

    @Test
    @Shows(Feature.RESPONSE)
    void aResponseIsMade() {
        assertThat(said(responses().createResponse(asking("hello there"))))
                .isEqualTo("hello there");
    }

    @Test
    @Shows(Feature.RESPONSE_STREAM)
    void aResponseIsMadePieceByPiece() {
        List<ResponsesStreamEvent> events =
                responses().createResponseStreaming(asking("one two")).stream().toList();

        assertThat(events.getLast()).isInstanceOf(ResponsesStreamEventCompleted.class);
        assertThat(
                        events.stream()
                                .filter(ResponsesStreamEventOutputTextDelta.class::isInstance)
                                .map(ResponsesStreamEventOutputTextDelta.class::cast)
                                .map(ResponsesStreamEventOutputTextDelta::getDelta)
                                .collect(Collectors.joining()))
                .isEqualTo("one two");
    }

    @Test
    @Shows(Feature.RESPONSE_KEPT)
    void aResponseIsKeptUntilItIsDeleted() {
        ResponsesClient client = responses();
        String id = client.createResponse(asking("hello")).getId();

        assertThat(said(client.getResponse(id))).isEqualTo("hello");
        assertThat(client.deleteResponse(id).getId()).isEqualTo(id);
        assertThatThrownBy(() -> client.getResponse(id))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    @Shows(Feature.RESPONSE_NEXT)
    void aResponseKnowsTheOneBefore() {
        ResponsesClient client = responses();
        String first = client.createResponse(asking("hello")).getId();

        assertThat(said(client.createResponse(asking("again").setPreviousResponseId(first))))
                .isEqualTo("hello / again");
    }

    @Test
    @Shows(Feature.IMAGES)
    void anImageIsDrawn() {
        assertThat(
                        client().getImageGenerations(
                                        House.PICTURE, new ImageGenerationOptions("a lake"))
                                .getData()
                                .getFirst()
                                .getBase64Data())
                .isNotEmpty();
    }

    @Test
    @Shows(Feature.SPEECH)
    void aTextIsSpoken() {
        SpeechGenerationOptions question =
                new SpeechGenerationOptions("hello there", SpeechVoice.ALLOY);

        assertThat(client().generateSpeechFromText(House.VOICE, question).toBytes())
                .hasSize(16_000);
    }

    @Test
    @Shows(Feature.TRANSCRIPTION)
    void aSoundIsWrittenDown() {
        AudioTranscriptionOptions question =
                new AudioTranscriptionOptions(new byte[] {1, 2, 3})
                        .setResponseFormat(AudioTranscriptionFormat.JSON);

        assertThat(client().getAudioTranscription(House.EAR, "hello.mp3", question).getText())
                .startsWith("heard 3 bytes");
    }

    @Test
    @Shows(Feature.LONG_PROMPT)
    void aVeryLongQuestionIsAsked() {
        String text = "abcdefg ".repeat(1 << 17).strip();

        assertThat(chat(text)).isEqualTo(text);
    }

    @Test
    @Shows(Feature.PARALLEL)
    void manyStreamsAreReadAtOnce() {
        OpenAIClient client = client();
        Crowd.together(text -> streamed(client, House.PENSIVE, text));
    }

    @Test
    @Shows(Feature.GIVEN_UP)
    void aCallThatIsNotWaitedForEnds() {
        OpenAIClient client =
                builder(door.key())
                        .httpClient(http(Duration.ofMillis(500)))
                        .retryOptions(ONCE)
                        .buildClient();

        assertThatThrownBy(() -> client.getChatCompletions(House.SLOW, question("go on")))
                .isInstanceOf(RuntimeException.class)
                .hasRootCauseInstanceOf(IOException.class);
        house.isLeftAlone();
    }

    @Test
    @Shows(value = Feature.CUT, as = "`IllegalStateException`")
    void aStreamThatBreaksOffIsNotTakenForWhole() {
        for (StreamFault cut : List.of(StreamFault.RESET, StreamFault.END_WITHOUT_DONE)) {
            house.goesWrong(cut);

            assertThatThrownBy(() -> streamed(client(), House.CHAT, "one two three four"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Shows(Feature.RETRY)
    void whoIsToldToWaitTriesAgainThen() {
        house.goesWrong(StatusFault.RATE_LIMIT_MILLIS);
        OpenAIClient client = builder(door.key()).buildClient();

        assertThat(said(client.getChatCompletions(House.CHAT, question("hello"))))
                .isEqualTo("hello");
        house.wasAskedTwice();
    }

    @Test
    @Shows(value = Feature.WRONG_KEY, as = "`ClientAuthenticationException`")
    void aWrongKeyIsTold() {
        refused(
                client(House.WRONG_KEY),
                House.CHAT,
                ClientAuthenticationException.class,
                401,
                "token_not_found_in_db");
    }

    @Test
    @Shows(value = Feature.NOT_ALLOWED, as = "`HttpResponseException`")
    void aModelThatIsNotForTheKeyIsTold() {
        refused(
                client(),
                House.FORBIDDEN,
                HttpResponseException.class,
                403,
                "key_model_access_denied");
    }

    @Test
    @Shows(value = Feature.UNKNOWN_MODEL, as = "`ResourceNotFoundException`")
    void aModelThatNobodyServesIsTold() {
        refused(
                client(Gateway.MASTER_KEY),
                House.UNKNOWN,
                ResourceNotFoundException.class,
                404,
                "model_not_found");
    }

    @Test
    @Shows(value = Feature.BAD_REQUEST, as = "`HttpResponseException`")
    void whatAzureDoesNotLikeIsTold() {
        refused(
                () ->
                        client().getChatCompletions(
                                        House.CHAT, question("hello").setTemperature(9.0)),
                HttpResponseException.class,
                400,
                "temperature");
    }

    @Test
    @Shows(value = Feature.UNPROCESSABLE, as = "`HttpResponseException`")
    void aQuestionWithoutOneIsTold() {
        refused(
                () -> client().getEmbeddings(House.EMBEDDING, new EmbeddingsOptions(null)),
                HttpResponseException.class,
                422,
                "input");
    }

    @Test
    @Shows(value = Feature.FILTERED, as = "`HttpResponseException`")
    void whatIsFilteredIsTold() {
        house.goesWrong(StatusFault.CONTENT_FILTER);
        refused(() -> chat("hello"), HttpResponseException.class, 400, "content_filter");
    }

    @Test
    @Shows(value = Feature.RATE_LIMITED, as = "`HttpResponseException`")
    void theLimitOfAKeyIsTold() {
        OpenAIClient client = client(door.hurriedKey());
        assertThat(said(client.getChatCompletions(House.CHAT, question("hello"))))
                .isEqualTo("hello");

        assertThatThrownBy(() -> client.getChatCompletions(House.CHAT, question("hello")))
                .isInstanceOfSatisfying(
                        HttpResponseException.class,
                        error -> {
                            assertThat(error.getResponse().getStatusCode()).isEqualTo(429);
                            assertThat(
                                            error.getResponse()
                                                    .getHeaderValue(HttpHeaderName.RETRY_AFTER))
                                    .isNotNull();
                        });
    }

    @Test
    @Shows(value = Feature.BROKEN, as = "`HttpResponseException`")
    void anAzureThatIsBrokenIsTold() {
        failed(StatusFault.SERVER_ERROR, 500);
    }

    @Test
    @Shows(value = Feature.UNAVAILABLE, as = "`HttpResponseException`")
    void anAzureThatIsNotThereIsTold() {
        failed(StatusFault.UNAVAILABLE_HTML, 503);
    }

    private void failed(Scenario scenario, int status) {
        house.goesWrong(scenario);
        refused(() -> chat("hello"), HttpResponseException.class, status, "litellm.");
    }

    private static void refused(
            OpenAIClient client,
            String model,
            Class<? extends HttpResponseException> expected,
            int status,
            String type) {
        refused(() -> client.getChatCompletions(model, question("hello")), expected, status, type);
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
            Class<? extends HttpResponseException> expected,
            int status,
            String word) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        expected,
                        error -> assertThat(error.getResponse().getStatusCode()).isEqualTo(status))
                .hasMessageContaining(word);
    }
}
