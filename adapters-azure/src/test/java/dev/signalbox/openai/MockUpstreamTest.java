package dev.signalbox.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class MockUpstreamTest {

    private final RecordingSink sink = new RecordingSink();

    private static Upstream.Attempt open(
            String text, Endpoint endpoint, boolean streamed, Naming naming) {
        Call call =
                new Call(
                        "call-1",
                        endpoint,
                        null,
                        new ModelName("asked"),
                        streamed,
                        Bodies.of("{}"));
        Served served = new Served(new ModelName("group"), Models.deployment("group"));
        return MockUpstream.connection(text, new StoppedClock())
                .upstream()
                .open(new Upstream.Order(call, served, naming, Patience.DEFAULT, new Hangup()));
    }

    private String answer(String text, Endpoint endpoint, boolean streamed, Naming naming) {
        Upstream.Answer answer =
                ((Upstream.Opened) open(text, endpoint, streamed, naming)).answer();
        try (answer) {
            assertThat(answer.relayTo(sink).ending()).isEqualTo(Ending.WHOLE);
        }
        return sink.text();
    }

    @Test
    void aDocumentCarriesTheTextAndAFixedUsage() {
        assertThat(answer("it \"works\"", Endpoint.CHAT_COMPLETIONS, false, Naming.AS_SERVED))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-call-1\",\"object\":\"chat.completion\","
                                + "\"created\":1772366400,\"model\":\"deployment-of-group\","
                                + "\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"message\":"
                                + "{\"role\":\"assistant\",\"content\":\"it \\\"works\\\"\"},"
                                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
                                + "{\"prompt_tokens\":10,\"completion_tokens\":20,"
                                + "\"total_tokens\":30}}");
        assertThat(sink.head().orElseThrow().form()).isEqualTo(Form.DOCUMENT);
        assertThat(sink.head().orElseThrow().length()).hasValue(sink.bytes().length);
    }

    @Test
    void aStreamComesInPiecesOfThreeCharacters() {
        String stream =
                answer("a\uD83D\uDE00bcdef", Endpoint.CHAT_COMPLETIONS, true, Naming.AS_ASKED);

        assertThat(sink.writes())
                .hasSize(5)
                .satisfies(it -> assertThat(it.get(0)).contains("\"content\":\"a\\uD83D\\uDE00b\""))
                .satisfies(it -> assertThat(it.get(1)).contains("\"content\":\"cde\""))
                .satisfies(it -> assertThat(it.get(3)).contains("\"finish_reason\":\"stop\""))
                .satisfies(it -> assertThat(it.get(4)).isEqualTo("data: [DONE]\n\n"));
        assertThat(stream).contains("\"model\":\"asked\"").contains("chat.completion.chunk");
    }

    @Test
    void aCompletionHasText() {
        assertThat(answer("hi", Endpoint.COMPLETIONS, false, Naming.AS_SERVED))
                .contains("\"object\":\"text_completion\"")
                .contains("\"text\":\"hi\"")
                .contains("\"id\":\"cmpl-call-1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "litellm.RateLimitError, RATE_LIMITED",
        "litellm.InternalServerError, BROKEN",
        "litellm.ContextWindowExceededError, CONTEXT_TOO_LONG",
        "Exception: content_filter_policy, CONTENT_POLICY"
    })
    void someTextsStandForAnError(String text, Kind kind) {
        Upstream.Attempt attempt = open(text, Endpoint.CHAT_COMPLETIONS, true, Naming.AS_SERVED);

        assertThat(((Upstream.Faulted) attempt).fault().kind()).isEqualTo(kind);
    }

    @Test
    void textIsNoEmbedding() {
        Upstream.Attempt attempt = open("hi", Endpoint.EMBEDDINGS, false, Naming.AS_SERVED);

        assertThat(((Upstream.Faulted) attempt).fault().kind()).isEqualTo(Kind.CALLER_ERROR);
    }

    @Test
    void aMockNeedsNeitherAddressNorKey() {
        Settings settings = new Settings("m", Map.of("mock_response", "hi"), List.of());

        assertThat(new OpenAiProvider().connect(settings).address()).isEqualTo("mock_response");
    }
}
