package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** What callers really use understands our answers and our errors. */
class OfficialClientTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final String CHUNK =
            "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},"
                    + "\"finish_reason\":null}]}";

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + HOUSE.port() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams question() {
        return ChatCompletionCreateParams.builder().model("eu").addUserMessage("Hello").build();
    }

    private static Outcome relayed(Ending ending) {
        return new Outcome.Relayed(RunningHouse.served(), ending);
    }

    @Test
    void anAnswerIsRead() {
        byte[] answer =
                ("{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                                + "[{\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null,\"message\":"
                                + "{\"role\":\"assistant\",\"content\":\"Hi\",\"refusal\":null}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        HOUSE.relaying((call, sink) -> RunningHouse.document(sink, answer));
        assertThat(
                        client(RunningHouse.MASTER)
                                .chat()
                                .completions()
                                .create(question())
                                .choices()
                                .getFirst()
                                .message()
                                .content())
                .contains("Hi");
        assertThat(client(RunningHouse.MASTER).models().list().data()).hasSize(3);
    }

    @Test
    void aStreamIsReadEventByEvent() {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
                    for (String word : List.of("a", "b", "c")) {
                        RunningHouse.event(sink, CHUNK.formatted(word));
                    }
                    RunningHouse.event(sink, "[DONE]");
                    return relayed(Ending.WHOLE);
                });
        assertThat(streamed()).isEqualTo("abc");
    }

    @Test
    void aStreamThatBreaksOffIsAnErrorToTheClient() {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
                    RunningHouse.event(sink, CHUNK.formatted("a"));
                    sink.breakOff(Fault.of(Fault.Kind.BROKEN, "it broke"));
                    return relayed(Ending.CUT_SHORT);
                });
        assertThatThrownBy(this::streamed)
                .isInstanceOf(OpenAIException.class)
                .hasMessageContaining("it broke");
    }

    private String streamed() {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> stream =
                client(RunningHouse.MASTER).chat().completions().createStreaming(question())) {
            stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(text::append));
        }
        return text.toString();
    }

    @Test
    void everyErrorBecomesTheClientsOwn() {
        assertThatThrownBy(
                        () ->
                                client("sk-nobody-at-all-is-this")
                                        .chat()
                                        .completions()
                                        .create(question()))
                .isInstanceOf(UnauthorizedException.class);
        assertRefused(
                new Refusal.UnknownModel(new ModelName("x"), null),
                NotFoundException.class,
                "model_not_found");
        assertRefused(
                new Refusal.UpstreamFailed(
                        new ModelName("eu"), Fault.of(Fault.Kind.RATE_LIMITED, "slow down")),
                RateLimitException.class,
                "throttling_error");
        assertRefused(
                new Refusal.RegistryAway(), InternalServerException.class, "no_db_connection");
    }

    private static void assertRefused(
            Refusal refusal, Class<? extends OpenAIServiceException> expected, String type) {
        HOUSE.relaying((call, sink) -> new Outcome.Refused(refusal, null));
        assertThatThrownBy(
                        () -> client(RunningHouse.MASTER).chat().completions().create(question()))
                .isInstanceOfSatisfying(expected, error -> assertThat(error.type()).contains(type));
    }
}
