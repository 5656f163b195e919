package dev.signalbox.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;

/**
 * What one pass over a JSON answer, or over the events of one, tells us: whether it is an error,
 * where the model's name stands, which choices have ended. Nothing is built. One answer's state,
 * used by one thread.
 */
final class Glance {

    /** For all JSON of this family. The pool suits threads that live for one call. */
    static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build();

    private static final int CHOICES_TOLD_APART = 1024;

    private final BitSet seen = new BitSet();
    private final BitSet finished = new BitSet();
    private boolean error;
    private boolean carries;
    private int modelStart;
    private int modelEnd;

    /**
     * Reads one object; what was seen of choices adds up.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not one whole JSON object
     */
    void look(byte[] bytes, int from, int to) throws IOException {
        error = false;
        carries = true;
        modelStart = -1;
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "not an object");
            }
            boolean emptyChoices = false;
            boolean usage = false;
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "error" -> error |= value != JsonToken.VALUE_NULL;
                    case "usage" -> usage |= value == JsonToken.START_OBJECT;
                    case "model" -> noteModel(parser, value, from);
                    case "choices" -> emptyChoices |= !readChoices(parser, value);
                    default -> {}
                }
                parser.skipChildren();
            }
            carries = usage || !emptyChoices;
            requireEnd(parser);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new JsonParseException(parser, "not one whole object");
        }
    }

    private void noteModel(JsonParser parser, @Nullable JsonToken value, int from)
            throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            modelStart = from + (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            modelEnd = from + (int) parser.currentLocation().getByteOffset();
        }
    }

    /** False if it is an empty list. */
    private boolean readChoices(JsonParser parser, @Nullable JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            return true;
        }
        int position = 0;
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                readChoice(parser, position);
            } else {
                parser.skipChildren();
            }
            position++;
        }
        return position > 0;
    }

    private void readChoice(JsonParser parser, int position) throws IOException {
        int index = position;
        boolean ended = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getValueAsInt(position);
            } else if (name.equals("finish_reason")) {
                ended = value == JsonToken.VALUE_STRING;
            }
            parser.skipChildren();
        }
        int known = Math.clamp(index, 0, CHOICES_TOLD_APART - 1);
        seen.set(known);
        finished.set(known, ended || finished.get(known));
    }

    /** It has a top-level {@code error} that is not null. */
    boolean error() {
        return error;
    }

    /** It has more to say than what a filter thought of the question. */
    boolean carries() {
        return carries;
    }

    /** Where the value of the top-level {@code model} begins, its quote included; -1 without. */
    int modelStart() {
        return modelStart;
    }

    /** Where it has ended. */
    int modelEnd() {
        return modelEnd;
    }

    /** There were choices, and each of them has had its {@code finish_reason}. */
    boolean everyChoiceFinished() {
        return !seen.isEmpty() && seen.equals(finished);
    }
}
