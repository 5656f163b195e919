package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * What is noted of the objects called {@code usage} in one answer: the last one counts that says
 * something. One answer's state, used by one thread.
 */
final class UsageNote {

    /** Nobody has read or written more with one call; whoever says so errs. */
    static final long MOST = 1_000_000_000L;

    private static final long UNSAID = -1;

    private long prompt;
    private long completion;
    private long cached;
    private long reasoning;
    private boolean absurd;
    private @Nullable Usage usage;

    /** The fields that are looked for. */
    enum Field {
        PROMPT,
        COMPLETION,
        CACHED,
        REASONING
    }

    /**
     * Reads one: the parser stands at the value.
     *
     * @return false if there is none
     */
    boolean read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        begin();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken inner = parser.nextToken();
            switch (name) {
                case "prompt_tokens", "input_tokens" -> readCount(parser, inner, Field.PROMPT);
                case "completion_tokens", "output_tokens" ->
                        readCount(parser, inner, Field.COMPLETION);
                case "prompt_tokens_details", "input_tokens_details" ->
                        readDetails(parser, inner, "cached_tokens", Field.CACHED);
                case "completion_tokens_details", "output_tokens_details" ->
                        readDetails(parser, inner, "reasoning_tokens", Field.REASONING);
                default -> {}
            }
            parser.skipChildren();
        }
        end();
        return true;
    }

    private void readDetails(
            JsonParser parser, @Nullable JsonToken value, String wanted, Field field)
            throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken inner = parser.nextToken();
            if (name.equals(wanted)) {
                readCount(parser, inner, field);
            }
            parser.skipChildren();
        }
    }

    private void readCount(JsonParser parser, @Nullable JsonToken value, Field field)
            throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            // What does not even fit is not asked for: that would end the answer with an error.
            boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            say(field, fits ? parser.getLongValue() : MOST + 1);
        } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
            say(field, -1);
        }
    }

    /** An object begins. */
    void begin() {
        prompt = UNSAID;
        completion = UNSAID;
        cached = 0;
        reasoning = 0;
        absurd = false;
    }

    /** One of its fields; out of bounds it is not believed, nor is then the rest of the object. */
    void say(Field field, long tokens) {
        if (tokens < 0 || tokens > MOST) {
            absurd = true;
            return;
        }
        switch (field) {
            case PROMPT -> prompt = tokens;
            case COMPLETION -> completion = tokens;
            case CACHED -> cached = tokens;
            case REASONING -> reasoning = tokens;
        }
    }

    /** The object is whole. */
    void end() {
        if (!absurd && (prompt != UNSAID || completion != UNSAID)) {
            usage = new Usage(Math.max(prompt, 0), Math.max(completion, 0), cached, reasoning);
        }
    }

    /** What was said; null if nothing that can be believed. */
    @Nullable Usage usage() {
        return usage;
    }
}
