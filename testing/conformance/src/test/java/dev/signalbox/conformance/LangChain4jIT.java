package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.TextToSpeechRequest;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import dev.langchain4j.model.output.FinishReason;
import dev.signalbox.conformance.Client.Cannot;
import dev.signalbox.simulator.catalogue.StatusFault;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.Scenario;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** LangChain4j, whose HTTP client is the JDK's, which would rather speak HTTP/2. */
@Client(
        name = "langchain4j-open-ai",
        version = "version.langchain4j",
        cannot = {
            @Cannot(
                    what = Feature.RESPONSE_KEPT,
                    why = "it makes responses and never comes back to one"),
            @Cannot(what = Feature.NO_RETRY, why = "it does not look at `x-should-retry`"),
            @Cannot(
                    what = Feature.UNPROCESSABLE,
                    why = "it does not let a question without messages be made")
        },
        notes = {
            "`OpenAiStreamingChatModel` tries nothing again.",
            "It waits for about a second before it tries again, whatever `retry-after` says.",
            "Calls of two tools whose pieces come mixed are too much for it"
                    + " (`IllegalArgumentException`); one after the other, as models send them,"
                    + " they are not.",
            "It asks for HTTP/2 (`Upgrade: h2c`) with every question, and is answered over"
                    + " HTTP/1.1."
        })
class LangChain4jIT {

    private final House house;
    private final String base;
    private final String key;

    LangChain4jIT(House house) {
        this.house = house;
        this.base = house.plain().address() + "/v1";
        this.key = house.plain().key();
    }

    private ChatModel model(String name, String key, int retries) {
        return OpenAiChatModel.builder()
                .baseUrl(base)
                .apiKey(key)
                .modelName(name)
                .maxRetries(retries)
                .build();
    }

    private ChatModel model(String name) {
        return model(name, key, 0);
    }

    private StreamingChatModel streaming(String name) {
        return OpenAiStreamingChatModel.builder().baseUrl(base).apiKey(key).modelName(name).build();
    }

    private OpenAiResponsesChatModel.Builder responses() {
        return OpenAiResponsesChatModel.builder()
                .baseUrl(base)
                .apiKey(key)
                .modelName(House.CHAT)
                .store(true);
    }

    private static ChatResponse streamed(StreamingChatModel model, String text) throws Exception {
        Whole whole = new Whole();
        model.chat(text, whole);
        return whole.answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    @Shows(Feature.MODELS)
    void theModelsOfTheKeyAreListed() {
        assertThat(OpenAiModelCatalog.builder().baseUrl(base).apiKey(key).build().listModels())
                .extracting(ModelDescription::name)
                .contains(House.CHAT, House.EMBEDDING)
                .doesNotContain(House.FORBIDDEN);
    }

    @Test
    @Shows(Feature.CHAT)
    void aChatIsAnswered() {
        ChatResponse answer = model(House.CHAT).chat(UserMessage.from("hello there"));

        assertThat(answer.aiMessage().text()).isEqualTo("hello there");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    @Test
    @Shows(Feature.CHAT_STREAM)
    void aChatIsAnsweredPieceByPiece() throws Exception {
        ChatResponse answer = streamed(streaming(House.CHAT), "one two three");

        assertThat(answer.aiMessage().text()).isEqualTo("one two three");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    @Test
    @Shows(Feature.TOOLS)
    void toolsAreOffered() {
        ChatRequest question = withTool("hello");

        assertThat(model(House.CHAT).chat(question).aiMessage().text()).isEqualTo("hello");

        assertThat(house.lastBody()).contains("\"tools\"", "weather", "city");
    }

    @Test
    @Shows(Feature.TOOLS_STREAM)
    void callsOfToolsArePutTogetherFromTheirPieces() throws Exception {
        house.goesWrong(StreamFault.TOOLS_WITHOUT_NAME);
        Whole whole = new Whole();
        streaming(House.CHAT).chat(withTool("a b c"), whole);
        AiMessage said = whole.answer.get(20, TimeUnit.SECONDS).aiMessage();

        assertThat(said.toolExecutionRequests())
                .extracting(ToolExecutionRequest::name, ToolExecutionRequest::arguments)
                .containsExactly(tuple("weather", "{\"city\":\"Oslo\"}"));
    }

    private static ChatRequest withTool(String text) {
        return ChatRequest.builder()
                .messages(UserMessage.from(text))
                .toolSpecifications(
                        ToolSpecification.builder()
                                .name("weather")
                                .parameters(
                                        JsonObjectSchema.builder()
                                                .addStringProperty("city")
                                                .build())
                                .build())
                .build();
    }

    @Test
    @Shows(Feature.STRUCTURE)
    void theStructureOfAnAnswerIsWhatWasAskedFor() {
        JsonObjectSchema schema =
                JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .addIntegerProperty("people")
                        .build();
        ResponseFormat format =
                ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder().name("city").rootElement(schema).build())
                        .build();
        ChatRequest question =
                ChatRequest.builder()
                        .messages(UserMessage.from("which?"))
                        .responseFormat(format)
                        .build();

        assertThat(model(House.JSON).chat(question).aiMessage().text())
                .isEqualTo("{\"city\":\"Oslo\",\"people\":700000}");
        assertThat(house.lastBody()).contains("json_schema", "people");
    }

    @Test
    @Shows(Feature.EMBEDDINGS)
    void textsBecomeVectors() {
        OpenAiEmbeddingModel model =
                OpenAiEmbeddingModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.EMBEDDING)
                        .build();

        assertThat(
                        model.embedAll(List.of(TextSegment.from("one"), TextSegment.from("two")))
                                .content())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.dimension()).isEqualTo(1536));
    }

    @Test
    @Shows(Feature.RESPONSE)
    void aResponseIsMade() {
        assertThat(responses().build().chat("hello there")).isEqualTo("hello there");
        assertThat(house.asked().getLast().head().path()).endsWith("/responses");
    }

    @Test
    @Shows(Feature.RESPONSE_STREAM)
    void aResponseIsMadePieceByPiece() throws Exception {
        StreamingChatModel model =
                OpenAiResponsesStreamingChatModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.CHAT)
                        .build();

        assertThat(streamed(model, "one two").aiMessage().text()).isEqualTo("one two");
        assertThat(house.asked().getLast().head().path()).endsWith("/responses");
    }

    @Test
    @Shows(Feature.RESPONSE_NEXT)
    void aResponseKnowsTheOneBefore() {
        ChatResponse first = responses().build().chat(UserMessage.from("hello"));

        assertThat(responses().previousResponseId(first.id()).build().chat("again"))
                .isEqualTo("hello / again");
    }

    @Test
    @Shows(Feature.IMAGES)
    void anImageIsDrawn() {
        OpenAiImageModel model =
                OpenAiImageModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.PICTURE)
                        .build();

        assertThat(model.generate("a lake").content().base64Data()).isNotEmpty();
    }

    @Test
    @Shows(Feature.SPEECH)
    void aTextIsSpoken() {
        OpenAiTextToSpeechModel model =
                OpenAiTextToSpeechModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.VOICE)
                        .voice("alloy")
                        .build();

        assertThat(
                        model.synthesize(TextToSpeechRequest.builder("hello there").build())
                                .audio()
                                .binaryData())
                .hasSize(16_000);
    }

    @Test
    @Shows(Feature.TRANSCRIPTION)
    void aSoundIsWrittenDown() {
        OpenAiAudioTranscriptionModel model =
                OpenAiAudioTranscriptionModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.EAR)
                        .build();
        Audio sound =
                Audio.builder().binaryData(new byte[] {1, 2, 3}).mimeType("audio/mpeg").build();

        assertThat(model.transcribe(AudioTranscriptionRequest.builder(sound).build()).text())
                .startsWith("heard 3 bytes");
    }

    @Test
    @Shows(Feature.MODERATION)
    void aTextIsJudged() {
        OpenAiModerationModel model =
                OpenAiModerationModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.JUDGE)
                        .build();

        assertThat(model.moderate("violence").content().flagged()).isTrue();
    }

    @Test
    @Shows(Feature.LONG_PROMPT)
    void aVeryLongQuestionIsAsked() {
        String text = "abcdefg ".repeat(1 << 17).strip();

        assertThat(model(House.CHAT).chat(text)).isEqualTo(text);
    }

    @Test
    @Shows(Feature.PARALLEL)
    void manyStreamsAreReadAtOnce() {
        StreamingChatModel model = streaming(House.PENSIVE);
        Crowd.together(text -> streamed(model, text).aiMessage().text());
    }

    @Test
    @Shows(Feature.CANCEL)
    void aStreamThatNobodyReadsEnds() {
        AtomicInteger pieces = new AtomicInteger();
        streaming(House.SLOW)
                .chat(
                        "go on",
                        new Whole() {
                            @Override
                            public void onPartialResponse(
                                    PartialResponse piece, PartialResponseContext context) {
                                if (pieces.incrementAndGet() == 3) {
                                    context.streamingHandle().cancel();
                                }
                            }
                        });
        house.waitUntilAsked();
        house.isLeftAlone();
    }

    @Test
    @Shows(Feature.GIVEN_UP)
    void aCallThatIsNotWaitedForEnds() {
        ChatModel model =
                OpenAiChatModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.SLOW)
                        .timeout(Duration.ofMillis(500))
                        .maxRetries(0)
                        .build();

        assertThatThrownBy(() -> model.chat("go on")).isInstanceOf(TimeoutException.class);
        house.isLeftAlone();
    }

    @Test
    @Shows(value = Feature.CUT, as = "`RuntimeException`, its message the whole error")
    void aStreamThatBreaksOffIsNotTakenForWhole() {
        for (StreamFault cut : List.of(StreamFault.RESET, StreamFault.END_WITHOUT_DONE)) {
            house.goesWrong(cut);

            assertThatThrownBy(() -> streamed(streaming(House.CHAT), "one two three four"))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("the upstream broke off in the middle of its answer");
        }
    }

    @Test
    @Shows(value = Feature.RETRY, as = "tries again, when it likes to")
    void whoIsRefusedTriesAgain() {
        house.goesWrong(StatusFault.RATE_LIMIT_MILLIS);

        assertThat(model(House.CHAT, key, 2).chat("hello")).isEqualTo("hello");
        house.wasAskedTwice();
    }

    @Test
    @Shows(value = Feature.WRONG_KEY, as = "`AuthenticationException`")
    void aWrongKeyIsTold() {
        refused(model(House.CHAT, House.WRONG_KEY, 0), AuthenticationException.class, 401);
    }

    @Test
    @Shows(value = Feature.NOT_ALLOWED, as = "`AuthenticationException`")
    void aModelThatIsNotForTheKeyIsTold() {
        refused(model(House.FORBIDDEN), AuthenticationException.class, 403);
    }

    @Test
    @Shows(value = Feature.UNKNOWN_MODEL, as = "`ModelNotFoundException`")
    void aModelThatNobodyServesIsTold() {
        refused(model(House.UNKNOWN, Gateway.MASTER_KEY, 0), ModelNotFoundException.class, 404);
    }

    @Test
    @Shows(value = Feature.BAD_REQUEST, as = "`InvalidRequestException`")
    void whatAzureDoesNotLikeIsTold() {
        ChatModel model =
                OpenAiChatModel.builder()
                        .baseUrl(base)
                        .apiKey(key)
                        .modelName(House.CHAT)
                        .temperature(9.0)
                        .maxRetries(0)
                        .build();

        refused(model, InvalidRequestException.class, 400);
    }

    @Test
    @Shows(value = Feature.FILTERED, as = "`InvalidRequestException`, its message the whole error")
    void whatIsFilteredIsTold() {
        house.goesWrong(StatusFault.CONTENT_FILTER);

        refused(model(House.CHAT), InvalidRequestException.class, 400);
    }

    @Test
    @Shows(value = Feature.RATE_LIMITED, as = "`RateLimitException`, which does not tell when")
    void theLimitOfAKeyIsTold() {
        ChatModel model = model(House.CHAT, house.plain().hurriedKey(), 0);
        assertThat(model.chat("hello")).isEqualTo("hello");

        refused(model, RateLimitException.class, 429);
    }

    @Test
    @Shows(value = Feature.BROKEN, as = "`InternalServerException`")
    void anAzureThatIsBrokenIsTold() {
        failed(StatusFault.SERVER_ERROR, 500);
    }

    @Test
    @Shows(value = Feature.UNAVAILABLE, as = "`InternalServerException`")
    void anAzureThatIsNotThereIsTold() {
        failed(StatusFault.UNAVAILABLE_HTML, 503);
    }

    private void failed(Scenario scenario, int status) {
        house.goesWrong(scenario);
        refused(model(House.CHAT), InternalServerException.class, status);
    }

    private static void refused(
            ChatModel model, Class<? extends LangChain4jException> expected, int status) {
        assertThatThrownBy(() -> model.chat("hello"))
                .isInstanceOf(expected)
                .cause()
                .isInstanceOfSatisfying(
                        HttpException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(status));
    }

    /** A stream to its end. */
    private static class Whole implements StreamingChatResponseHandler {

        final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            answer.complete(whole);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }
    }
}
