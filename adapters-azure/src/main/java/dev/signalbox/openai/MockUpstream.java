package dev.signalbox.openai;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.json.JsonText;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider.Connection;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.Glance;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers every question with one text, the configuration's or a caller's ({@code mock_response}),
 * and asks nobody, as LiteLLM does: pieces of three characters in a stream, a usage of 10 and 20
 * tokens, and texts that stand for an error. Immutable, safe for many threads.
 */
public final class MockUpstream implements Upstream {

    private static final Set<Endpoint> TEXTS =
            Set.of(Endpoint.CHAT_COMPLETIONS, Endpoint.COMPLETIONS);
    private static final int PIECE = 3;
    private static final Usage NOTHING = new Usage(0, 0, 0, 0);
    private static final int PROMPT_TOKENS = 10;
    private static final int COMPLETION_TOKENS = 20;

    private final String text;
    private final InstantSource clock;
    private final boolean wished;

    private MockUpstream(String text, InstantSource clock, boolean wished) {
        this.text = text;
        this.clock = clock;
        this.wished = wished;
    }

    /** A deployment that needs no address and no key. */
    public static Connection connection(String text, InstantSource clock) {
        return new Connection(
                new MockUpstream(text, clock, false),
                "mock_response",
                List.of("answers with its mock_response and asks no upstream"));
    }

    /**
     * What a caller wants instead of an answer ({@code mock_response}): the call goes its way, but
     * for the last step. It takes no tokens, and nothing is learned from it; errors that a caller
     * invents would rest deployments of others, so here every text is an answer. Null if none is
     * wanted.
     */
    static @Nullable Upstream wished(Call call, InstantSource clock) {
        ByteBuffer json = call.body().value("mock_response");
        return json != null && json.get(json.position()) == '"'
                ? new MockUpstream(JsonText.plain(json), clock, true)
                : null;
    }

    @Override
    public Attempt open(Order order) {
        return switch (wished ? "" : text) {
            case "litellm.RateLimitError" ->
                    fault(Kind.RATE_LIMITED, "this is a mock rate limit error");
            case "litellm.InternalServerError" ->
                    fault(Kind.BROKEN, "this is a mock internal server error");
            case "litellm.ContextWindowExceededError" ->
                    fault(Kind.CONTEXT_TOO_LONG, "this is a mock context window exceeded error");
            case "Exception: content_filter_policy" ->
                    fault(Kind.CONTENT_POLICY, "this is a mock content filter error");
            default ->
                    !TEXTS.contains(order.call().endpoint())
                            ? fault(Kind.CALLER_ERROR, "mock_response answers with text only")
                            : new Opened(new MockAnswer(order));
        };
    }

    private static Faulted fault(Kind kind, String message) {
        return new Faulted(Fault.of(kind, message));
    }

    private List<String> pieces() {
        int[] characters = text.codePoints().toArray();
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < characters.length; i += PIECE) {
            pieces.add(new String(characters, i, Math.min(PIECE, characters.length - i)));
        }
        return pieces;
    }

    /** Writes the answer in the form that the call asks for. */
    private final class MockAnswer implements Answer {
        private final Order order;
        private final long created = clock.instant().getEpochSecond();

        private MockAnswer(Order order) {
            this.order = order;
        }

        @Override
        public Relayed relayTo(ReplySink sink) {
            return order.call().streamed()
                    ? relayed(sink, this::relayEvents)
                    : relayed(sink, this::relayDocument);
        }

        @Override
        public @Nullable Usage usage() {
            if (wished) {
                return NOTHING;
            }
            // A stream says nothing of its usage, and nobody has counted.
            return order.call().streamed()
                    ? null
                    : new Usage(PROMPT_TOKENS, COMPLETION_TOKENS, 0, 0);
        }

        @Override
        public boolean isMock() {
            return wished;
        }

        private Relayed relayed(ReplySink sink, Consumer<ReplySink> way) {
            Ending ending = Ending.WHOLE;
            try {
                way.accept(sink);
            } catch (CallerGone e) {
                ending = Ending.ABANDONED;
            }
            return new Relayed(ending, usage(), new Words(text, true), null);
        }

        private void relayDocument(ReplySink sink) {
            byte[] document = json(out -> document(out, text, "stop"));
            OptionalLong length = OptionalLong.of(document.length);
            sink.open(
                    new Head(Form.DOCUMENT, "application/json", length, order.served(), List.of()));
            sink.write(document, 0, document.length);
        }

        private void relayEvents(ReplySink sink) {
            OptionalLong length = OptionalLong.empty();
            sink.open(
                    new Head(Form.EVENTS, "text/event-stream", length, order.served(), List.of()));
            for (String piece : pieces()) {
                event(sink, json(out -> document(out, piece, null)));
            }
            event(sink, json(out -> document(out, null, "stop")));
            event(sink, "[DONE]".getBytes(StandardCharsets.UTF_8));
        }

        private void event(ReplySink sink, byte[] data) {
            ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 8);
            event.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
            event.writeBytes(data);
            event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
            sink.write(event.toByteArray(), 0, event.size());
        }

        private void document(JsonGenerator out, @Nullable String content, @Nullable String reason)
                throws IOException {
            boolean chat = order.call().endpoint() == Endpoint.CHAT_COMPLETIONS;
            boolean streamed = order.call().streamed();
            String chatObject = streamed ? "chat.completion.chunk" : "chat.completion";
            out.writeStartObject();
            out.writeStringField("id", (chat ? "chatcmpl-" : "cmpl-") + order.call().id());
            out.writeStringField("object", chat ? chatObject : "text_completion");
            out.writeNumberField("created", created);
            out.writeStringField("model", model());
            out.writeNullField("system_fingerprint");
            out.writeArrayFieldStart("choices");
            out.writeStartObject();
            out.writeNumberField("index", 0);
            if (chat) {
                message(out, streamed ? "delta" : "message", content);
            } else {
                out.writeStringField("text", content == null ? "" : content);
            }
            out.writeNullField("logprobs");
            out.writeStringField("finish_reason", reason);
            out.writeEndObject();
            out.writeEndArray();
            if (!streamed) {
                usage(out);
            }
            out.writeEndObject();
        }

        private void message(JsonGenerator out, String name, @Nullable String content)
                throws IOException {
            out.writeObjectFieldStart(name);
            if (content != null) {
                out.writeStringField("role", "assistant");
                out.writeStringField("content", content);
            }
            out.writeEndObject();
        }

        private void usage(JsonGenerator out) throws IOException {
            out.writeObjectFieldStart("usage");
            out.writeNumberField("prompt_tokens", PROMPT_TOKENS);
            out.writeNumberField("completion_tokens", COMPLETION_TOKENS);
            out.writeNumberField("total_tokens", PROMPT_TOKENS + COMPLETION_TOKENS);
            out.writeEndObject();
        }

        private String model() {
            return order.naming() == Naming.AS_ASKED
                    ? order.call().asked().text()
                    : order.served().deployment().model();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static byte[] json(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Glance.JSON.createGenerator(bytes)) {
            writing.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Writes one document. */
    private interface Writing {
        void writeTo(JsonGenerator out) throws IOException;
    }
}
