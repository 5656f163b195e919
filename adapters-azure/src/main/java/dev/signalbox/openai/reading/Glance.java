package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.UsageNote.Field;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;

/**
 * What one pass over a JSON answer, or over the events of one, tells us: whether it is an error,
 * where the model's name stands, which choices have ended, what it says of its usage. Nothing is
 * built. One answer's state, used by one thread.
 */
public final class Glance {

    /** For all JSON of this family. The pool suits threads that live for one call. */
    public static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build();

    private static final int CHOICES_TOLD_APART = 1024;

    private final BitSet seen = new BitSet();
    private final BitSet finished = new BitSet();
    private final UsageNote note = new UsageNote();
    private final @Nullable Transcript transcript;
    private boolean error;
    private boolean filtered;
    private boolean carries;
    private boolean onlyUsage;
    private int modelStart;
    private int modelEnd;

    /** Keeps no words. */
    public Glance() {
        this(null);
    }

    Glance(@Nullable Transcript transcript) {
        this.transcript = transcript;
    }

    /**
     * Reads one object; what was seen of choices adds up, of usages the last one counts.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not one whole JSON object
     */
    public void look(byte[] bytes, int from, int to) throws IOException {
        error = false;
        carries = true;
        onlyUsage = false;
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
                    case "usage" -> usage |= readUsage(parser, value);
                    case "model" -> noteModel(parser, value, from);
                    case "choices" -> emptyChoices |= !readChoices(parser, value);
                    default -> {}
                }
                parser.skipChildren();
            }
            carries = usage || !emptyChoices;
            onlyUsage = usage && emptyChoices;
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
                filtered |= ended && parser.getText().equals("content_filter");
            } else if (transcript != null) {
                transcript.take(name, parser);
            }
            parser.skipChildren();
        }
        if (transcript != null && index > 0) {
            transcript.mix();
        }
        int known = Math.clamp(index, 0, CHOICES_TOLD_APART - 1);
        seen.set(known);
        finished.set(known, ended || finished.get(known));
    }

    /** False if there is none. */
    private boolean readUsage(JsonParser parser, @Nullable JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return false;
        }
        note.begin();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken inner = parser.nextToken();
            switch (name) {
                case "prompt_tokens" -> readCount(parser, inner, Field.PROMPT);
                case "completion_tokens" -> readCount(parser, inner, Field.COMPLETION);
                case "prompt_tokens_details" ->
                        readDetails(parser, inner, "cached_tokens", Field.CACHED);
                case "completion_tokens_details" ->
                        readDetails(parser, inner, "reasoning_tokens", Field.REASONING);
                default -> {}
            }
            parser.skipChildren();
        }
        note.end();
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
            note.say(field, fits ? parser.getLongValue() : UsageNote.MOST + 1);
        } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
            note.say(field, -1);
        }
    }

    /** The tokens that the answer took; null if nothing was said of them. */
    public @Nullable Usage usage() {
        return note.usage();
    }

    /** It has a top-level {@code error} that is not null. */
    public boolean error() {
        return error;
    }

    /** A choice of what was looked at ended because of a filter. */
    public boolean filtered() {
        return filtered;
    }

    /** It has more to say than what a filter thought of the question. */
    boolean carries() {
        return carries;
    }

    /** It says what the answer took, and has an empty list of choices. */
    boolean onlyUsage() {
        return onlyUsage;
    }

    /** Whether it has a top-level {@code model} that is a string. */
    public boolean namesModel() {
        return modelStart >= 0;
    }

    /**
     * The bytes that were looked at, or more around them, with another name for the model.
     *
     * @param model as a JSON string in UTF-8, quotes included
     */
    public byte[] renamed(byte[] bytes, int from, int to, byte[] model) {
        int before = modelStart - from;
        int behind = to - modelEnd;
        byte[] spliced = new byte[before + model.length + behind];
        System.arraycopy(bytes, from, spliced, 0, before);
        System.arraycopy(model, 0, spliced, before, model.length);
        System.arraycopy(bytes, modelEnd, spliced, before + model.length, behind);
        return spliced;
    }

    /** There were choices, and each of them has had its {@code finish_reason}. */
    public boolean everyChoiceFinished() {
        return !seen.isEmpty() && seen.equals(finished);
    }
}
