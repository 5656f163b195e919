package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.driven.Upstream.Answer.Words;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Puts together what a model wrote, from the choices of its events. One answer's state, used by one
 * thread.
 */
public final class Transcript {

    /** Longer answers than this are not gone on with, nor counted to the end. */
    private static final int LONGEST = 1024 * 1024;

    private @Nullable StringBuilder text;
    private boolean plain = true;

    /** What stands in the choices of a whole document that is a correct one. */
    public static Words of(byte[] document, int length) {
        Transcript transcript = new Transcript();
        try {
            new Glance(Relabel.NOTHING, transcript).look(document, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("it was read before", e);
        }
        return transcript.words();
    }

    /** There is more than one choice. */
    void mix() {
        plain = false;
    }

    /**
     * A member of a choice, of whose name is known already that it is neither its index nor the
     * reason of its end.
     *
     * @param parser at the value; behind it, or inside it, afterwards
     */
    void take(String name, JsonParser parser) throws IOException {
        if ((name.equals("delta") || name.equals("message"))
                && parser.currentToken() == JsonToken.START_OBJECT) {
            takeDelta(parser);
        } else if (name.equals("text") && parser.currentToken() == JsonToken.VALUE_STRING) {
            add(parser);
        }
    }

    /** The {@code delta} of an event with a type: words, or a part of something else. */
    void takeTyped(JsonParser parser) throws IOException {
        plain = false;
        add(parser);
    }

    private void takeDelta(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "role" -> {}
                case "content" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        add(parser);
                    } else if (value != JsonToken.VALUE_NULL) {
                        takeOther(parser);
                    }
                }
                default -> {
                    if (value.isStructStart() || value == JsonToken.VALUE_STRING) {
                        takeOther(parser);
                    }
                }
            }
        }
    }

    /** Calls of tools, refusals, thoughts: no words to go on with, but produced all the same. */
    private void takeOther(JsonParser parser) throws IOException {
        plain = false;
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (token != null) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING) {
                add(parser);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void add(JsonParser parser) throws IOException {
        StringBuilder to = text;
        if (to == null) {
            to = new StringBuilder();
            text = to;
        }
        int length = parser.getTextLength();
        if (to.length() + length > LONGEST) {
            plain = false;
            return;
        }
        to.append(parser.getTextCharacters(), parser.getTextOffset(), length);
    }

    /** What it is so far. */
    Words words() {
        return text == null ? new Words("", plain) : new Words(text.toString(), plain);
    }
}
