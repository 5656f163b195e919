package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonMissing;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.models.Model;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;

import dev.signalbox.conformance.House.Door;
import dev.signalbox.simulator.catalogue.StatusFault;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.Scenario;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What OpenAI's own Java client does, whatever it believes to talk to. */
abstract class OpenAiJava {

    private final House house;

    OpenAiJava(House house) {
        this.house = house;
    }

    final House house() {
        return house;
    }

    /** A client that tries nothing again. */
    final OpenAIClient client(String key) {
        return client(house.plain(), key, 0);
    }

    abstract OpenAIClient client(Door door, String key, int retries);

    private OpenAIClient client() {
        return client(house.plain().key());
    }

    static ChatCompletionCreateParams question(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
    }

    private String chat(String text) {
        return said(client().chat().completions().create(question(House.CHAT, text)));
    }

    static String said(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static String said(StreamResponse<ChatCompletionChunk> answer) {
        try (answer) {
            return answer.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }

    private String streamed(OpenAIClient client, String model, String text) {
        return said(client.chat().completions().createStreaming(question(model, text)));
    }

    private static String said(Response response) {
        return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
    }

    private static ResponseCreateParams.Builder asking(String text) {
        return ResponseCreateParams.builder().model(House.CHAT).input(text);
    }

    @Test
    @Shows(Feature.MODELS)
    void theModelsOfTheKeyAreListed() {
        assertThat(client().models().list().data())
                .extracting(Model::id)
                .contains(House.CHAT, House.EMBEDDING)
                .doesNotContain(House.FORBIDDEN);
    }

    @Test
    @Shows(Feature.CHAT)
    void aChatIsAnswered() {
        ChatCompletion answer =
                client().chat().completions().create(question(House.CHAT, "hello there"));

        assertThat(said(answer)).isEqualTo("hello there");
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
        assertThat(answer.validate().isValid()).isTrue();
    }

    @Test
    @Shows(Feature.CHAT_STREAM)
    void aChatIsAnsweredPieceByPiece() {
        assertThat(streamed(client(), House.CHAT, "one two three")).isEqualTo("one two three");
    }

    @Test
    @Shows(Feature.TOOLS)
    void toolsAreOffered() {
        ChatCompletionCreateParams question =
                question(House.CHAT, "hello").toBuilder().addTool(Weather.class).build();

        assertThat(said(client().chat().completions().create(question))).isEqualTo("hello");

        assertThat(house.lastBody()).contains("\"tools\"", "Weather", "city");
    }

    @Test
    @Shows(Feature.TOOLS_STREAM)
    void callsOfToolsArePutTogetherFromTheirPieces() {
        house.goesWrong(StreamFault.TOOLS_INTERLEAVED);
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> answer =
                client().chat().completions().createStreaming(question(House.CHAT, "a b c"))) {
            answer.stream().forEach(whole::accumulate);
        }

        List<ChatCompletionMessageToolCall> calls =
                whole.chatCompletion().choices().getFirst().message().toolCalls().orElseThrow();
        assertThat(calls)
                .extracting(call -> call.asFunction().function().arguments())
                .containsExactly("{\"city\":\"Oslo\"}", "{\"zone\":\"CET\"}");
    }

    @Test
    @Shows(Feature.STRUCTURE)
    void theStructureOfAnAnswerIsWhatWasAskedFor() {
        City city =
                client().chat()
                        .completions()
                        .create(
                                ChatCompletionCreateParams.builder()
                                        .model(House.JSON)
                                        .addUserMessage("which?")
                                        .responseFormat(City.class)
                                        .build())
                        .choices()
                        .getFirst()
                        .message()
                        .content()
                        .orElseThrow();

        assertThat(city.city).isEqualTo("Oslo");
        assertThat(house.lastBody()).contains("json_schema", "people");
    }

    @Test
    @Shows(Feature.EMBEDDINGS)
    void textsBecomeVectors() {
        EmbeddingCreateParams question =
                EmbeddingCreateParams.builder()
                        .model(House.EMBEDDING)
                        .inputOfArrayOfStrings(List.of("one", "two"))
                        .build();

        assertThat(client().embeddings().create(question).data())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.embedding()).hasSize(1536));
    }

    @Test
    @Shows(Feature.RESPONSE)
    void aResponseIsMade() {
        Response made = client().responses().create(asking("hello there").build());

        assertThat(said(made)).isEqualTo("hello there");
        assertThat(made.usage().orElseThrow().outputTokens()).isPositive();
    }

    @Test
    @Shows(Feature.RESPONSE_STREAM)
    void aResponseIsMadePieceByPiece() {
        try (StreamResponse<ResponseStreamEvent> made =
                client().responses().createStreaming(asking("one two").build())) {
            List<ResponseStreamEvent> events = made.stream().toList();

            assertThat(events.getLast().isCompleted()).isTrue();
            assertThat(
                            events.stream()
                                    .flatMap(event -> event.outputTextDelta().stream())
                                    .map(delta -> delta.delta())
                                    .collect(Collectors.joining()))
                    .isEqualTo("one two");
        }
    }

    @Test
    @Shows(Feature.RESPONSE_KEPT)
    void aResponseIsKeptUntilItIsDeleted() {
        OpenAIClient client = client();
        Response made = client.responses().create(asking("hello").build());

        assertThat(said(client.responses().retrieve(made.id()))).isEqualTo("hello");
        client.responses().delete(made.id());
        assertThatThrownBy(() -> client.responses().retrieve(made.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @Shows(Feature.RESPONSE_NEXT)
    void aResponseKnowsTheOneBefore() {
        OpenAIClient client = client();
        Response first = client.responses().create(asking("hello").build());
        Response next =
                client.responses().create(asking("again").previousResponseId(first.id()).build());

        assertThat(said(next)).isEqualTo("hello / again");
    }

    @Test
    @Shows(Feature.IMAGES)
    void anImageIsDrawn() {
        ImageGenerateParams question =
                ImageGenerateParams.builder().model(House.PICTURE).prompt("a lake").build();

        assertThat(client().images().generate(question).data().orElseThrow().getFirst().b64Json())
                .isPresent();
    }

    @Test
    @Shows(Feature.SPEECH)
    void aTextIsSpoken() throws Exception {
        SpeechCreateParams question =
                SpeechCreateParams.builder()
                        .model(House.VOICE)
                        .voice("alloy")
                        .input("hello there")
                        .build();

        try (HttpResponse spoken = client().audio().speech().create(question);
                InputStream sound = spoken.body()) {
            assertThat(spoken.headers().values("content-type")).containsExactly("audio/mpeg");
            assertThat(sound.readAllBytes()).hasSize(16_000);
        }
    }

    @Test
    @Shows(Feature.TRANSCRIPTION)
    void aSoundIsWrittenDown() {
        TranscriptionCreateParams question =
                TranscriptionCreateParams.builder()
                        .model(House.EAR)
                        .file(
                                MultipartField.<InputStream>builder()
                                        .value(new ByteArrayInputStream(new byte[] {1, 2, 3}))
                                        .filename("hello.mp3")
                                        .build())
                        .build();

        assertThat(client().audio().transcriptions().create(question).asTranscription().text())
                .startsWith("heard 3 bytes");
    }

    @Test
    @Shows(Feature.MODERATION)
    void aTextIsJudged() {
        ModerationCreateParams question =
                ModerationCreateParams.builder().model(House.JUDGE).input("violence").build();

        assertThat(client().moderations().create(question).results().getFirst().flagged()).isTrue();
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
    @Shows(Feature.CANCEL)
    void aStreamThatNobodyReadsEnds() {
        try (StreamResponse<ChatCompletionChunk> answer =
                client().chat().completions().createStreaming(question(House.SLOW, "go on"))) {
            assertThat(answer.stream().limit(3)).hasSize(3);
        }
        house.isLeftAlone();
    }

    @Test
    @Shows(Feature.GIVEN_UP)
    void aCallThatIsNotWaitedForEnds() {
        OpenAIClient client =
                client().withOptions(options -> options.timeout(Duration.ofMillis(500)));

        assertThatThrownBy(() -> client.chat().completions().create(question(House.SLOW, "go on")))
                .isInstanceOf(OpenAIIoException.class);
        house.isLeftAlone();
    }

    @Test
    @Shows(Feature.NO_RETRY)
    void whatTheGatewayHasTriedAgainIsLeftAtThat() {
        house.goesWrongTwice(StatusFault.SERVER_ERROR);
        OpenAIClient client = client(house.plain(), house.plain().key(), 2);
        ChatCompletionCreateParams question =
                question(House.CHAT, "hello").toBuilder()
                        .putAdditionalHeader("x-litellm-num-retries", "1")
                        .build();

        assertThatThrownBy(() -> client.chat().completions().create(question))
                .isInstanceOf(InternalServerException.class);
        assertThat(house.asked()).hasSize(2);
    }

    @Test
    @Shows(value = Feature.CUT, as = "`SseException`")
    void aStreamThatBreaksOffIsNotTakenForWhole() {
        for (StreamFault cut : List.of(StreamFault.RESET, StreamFault.END_WITHOUT_DONE)) {
            house.goesWrong(cut);

            assertThatThrownBy(() -> streamed(client(), House.CHAT, "one two three four"))
                    .isInstanceOf(SseException.class);
        }
    }

    @Test
    @Shows(Feature.RETRY)
    void whoIsToldToWaitTriesAgainThen() {
        house.goesWrong(StatusFault.RATE_LIMIT_MILLIS);
        OpenAIClient client = client(house.plain(), house.plain().key(), 2);

        assertThat(said(client.chat().completions().create(question(House.CHAT, "hello"))))
                .isEqualTo("hello");
        house.wasAskedTwice();
    }

    @Test
    @Shows(value = Feature.WRONG_KEY, as = "`UnauthorizedException`")
    void aWrongKeyIsTold() {
        refused(
                client(House.WRONG_KEY),
                House.CHAT,
                UnauthorizedException.class,
                "token_not_found_in_db");
    }

    @Test
    @Shows(value = Feature.NOT_ALLOWED, as = "`PermissionDeniedException`")
    void aModelThatIsNotForTheKeyIsTold() {
        refused(
                client(),
                House.FORBIDDEN,
                PermissionDeniedException.class,
                "key_model_access_denied");
    }

    @Test
    @Shows(value = Feature.UNKNOWN_MODEL, as = "`NotFoundException`")
    void aModelThatNobodyServesIsTold() {
        refused(
                client(Gateway.MASTER_KEY),
                House.UNKNOWN,
                NotFoundException.class,
                "model_not_found");
    }

    @Test
    @Shows(value = Feature.BAD_REQUEST, as = "`BadRequestException`")
    void whatAzureDoesNotLikeIsTold() {
        ChatCompletionCreateParams question =
                question(House.CHAT, "hello").toBuilder().temperature(9.0).build();

        assertThatThrownBy(() -> client().chat().completions().create(question))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("temperature");
    }

    @Test
    @Shows(value = Feature.UNPROCESSABLE, as = "`UnprocessableEntityException`")
    void aQuestionWithoutOneIsTold() {
        ChatCompletionCreateParams question =
                ChatCompletionCreateParams.builder()
                        .model(House.CHAT)
                        .messages(JsonMissing.of())
                        .build();

        assertThatThrownBy(() -> client().chat().completions().create(question))
                .isInstanceOf(UnprocessableEntityException.class);
    }

    @Test
    @Shows(value = Feature.FILTERED, as = "`BadRequestException`, its code `content_filter`")
    void whatIsFilteredIsTold() {
        house.goesWrong(StatusFault.CONTENT_FILTER);

        assertThatThrownBy(() -> chat("hello"))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.code()).contains("content_filter"));
    }

    @Test
    @Shows(value = Feature.RATE_LIMITED, as = "`RateLimitException`")
    void theLimitOfAKeyIsTold() {
        OpenAIClient client = client(house.plain().hurriedKey());
        assertThat(said(client.chat().completions().create(question(House.CHAT, "hello"))))
                .isEqualTo("hello");

        assertThatThrownBy(
                        () ->
                                client.chat()
                                        .completions()
                                        .create(question(House.CHAT, "hello again")))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        error -> assertThat(error.headers().values("retry-after")).hasSize(1));
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

        assertThatThrownBy(() -> chat("hello"))
                .isInstanceOfSatisfying(
                        InternalServerException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(status));
    }

    private static void refused(
            OpenAIClient client,
            String model,
            Class<? extends OpenAIServiceException> expected,
            String type) {
        assertThatThrownBy(() -> client.chat().completions().create(question(model, "hello")))
                .isInstanceOfSatisfying(
                        expected,
                        error -> {
                            assertThat(error.type()).contains(type);
                            assertThat(error.headers().values("x-request-id")).hasSize(1);
                        });
    }

    /** What is asked for. */
    public static final class City {
        public String city;
        public int people;
    }

    /** A tool. */
    public static final class Weather {
        public String city;
    }
}
