package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.EventReader.Event;

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
    private final Spans spans;
    private EventType type = EventType.OTHER;
    private boolean ended;

    /** Keeps no words. */
    public Glance(Relabel relabel) {
        this(relabel, null);
    }

    Glance(Relabel relabel, @Nullable Transcript transcript) {
        this.spans = new Spans(relabel);
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
        type = EventType.OTHER;
        spans.clear();
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
                    case "usage" -> usage |= note.read(parser);
                    case "choices" -> emptyChoices |= !readChoices(parser, value);
                    case "response" -> readResponse(parser, value, from);
                    default -> readText(name, parser, value, from);
                }
                parser.skipChildren();
            }
            carries = (usage || !emptyChoices) && type != EventType.BEGINS;
            onlyUsage = usage && emptyChoices;
            error |= type == EventType.ERROR;
            ended |= type.isEnd();
            requireEnd(parser);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new JsonParseException(parser, "not one whole object");
        }
    }

    private void readText(String name, JsonParser parser, @Nullable JsonToken value, int from)
            throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            return;
        }
        switch (name) {
            case "type" -> type = EventType.of(parser.getText());
            case "model" -> spans.addModel(parser, from);
            case "id", "previous_response_id" -> spans.addId(parser, from);
            case "delta" -> {
                if (transcript != null) {
                    transcript.takeTyped(parser);
                }
            }
            default -> {}
        }
    }

    /** In an event: the response that it is about, as it is by then. */
    private void readResponse(JsonParser parser, @Nullable JsonToken value, int from)
            throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken inner = parser.nextToken();
            if (name.equals("usage")) {
                var unused = note.read(parser);
            } else if (inner == JsonToken.VALUE_STRING) {
                switch (name) {
                    case "model" -> spans.addModel(parser, from);
                    case "id", "previous_response_id" -> spans.addId(parser, from);
                    default -> {}
                }
            }
            parser.skipChildren();
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

    /** It says what the answer took, and has an empty list of choices. */
    boolean onlyUsage() {
        return onlyUsage;
    }

    /** Whether it has a name for which callers get another. */
    public boolean isRelabelled() {
        return !spans.isEmpty();
    }

    /** The bytes that were looked at, or more around them, with other names. */
    public byte[] relabelled(byte[] bytes, int from, int to) {
        return spans.relabelled(bytes, from, to);
    }

    /** What the event is that was looked at. */
    Event event() {
        if (error) {
            return Event.ERROR;
        }
        return switch (type) {
            case ENDS -> Event.LAST;
            case FAILS -> Event.FAILED;
            default -> carries ? Event.CONTENT : Event.ASIDE;
        };
    }

    /**
     * An event has said that nothing follows; or there were choices, and each of them has had its
     * {@code finish_reason}.
     */
    public boolean isComplete() {
        return ended || (!seen.isEmpty() && seen.equals(finished));
    }
}
