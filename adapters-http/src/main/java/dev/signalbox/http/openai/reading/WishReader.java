package dev.signalbox.http.openai.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.json.Members;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one body says about the way of its call. Used by one thread, once. */
final class WishReader {

    /** What is looked for, so that it must not stand twice. */
    private static final Set<String> READ =
            Set.of(
                    "best_of",
                    "disable_fallbacks",
                    "fallbacks",
                    "max_completion_tokens",
                    "max_output_tokens",
                    "max_tokens",
                    "metadata",
                    "mock_response",
                    "n",
                    "num_retries",
                    "previous_response_id",
                    "request_timeout",
                    "stream_options",
                    "stream_timeout",
                    "tags",
                    "timeout",
                    "user");

    private final JsonParser parser;
    private final Members top;
    private final Flaws flaws;
    private Set<String> tags = Set.of();
    private @Nullable Members metadata;
    private Wishes.@Nullable Elsewhere elsewhere;
    private boolean stays;
    private @Nullable Integer retries;
    private @Nullable Duration timeout;
    private @Nullable Duration requestTimeout;
    private @Nullable Duration streamTimeout;
    private @Nullable String session;
    private @Nullable String user;
    private boolean said;

    /**
     * @param top the members that were read before
     */
    WishReader(JsonParser parser, Members top, Flaws flaws) {
        this.parser = parser;
        this.top = top;
        this.flaws = flaws;
    }

    /** Whether the member of that name says something about the way. */
    static boolean reads(String name) {
        return READ.contains(name);
    }

    /** Reads such a member; the parser stands at the value. */
    void look(String name, JsonToken value) throws IOException {
        if (top.has(name)) {
            flaws.refuseSecond(name);
        }
        if (value != JsonToken.VALUE_NULL) {
            said = true;
            read(name, value);
        }
    }

    private void read(String name, JsonToken value) throws IOException {
        switch (name) {
            case "fallbacks" -> elsewhere = new FallbackReader(parser, top.bytes(), flaws).read();
            case "disable_fallbacks" -> stays = readYes(name, value);
            case "num_retries" -> retries = readRetries(name, value);
            case "timeout" -> timeout = readWait(name, value);
            case "request_timeout" -> requestTimeout = readWait(name, value);
            case "stream_timeout" -> streamTimeout = readWait(name, value);
            case "tags" -> readTags(name, value);
            case "metadata" -> readMetadata(value);
            case "user" -> user = readUser(value);
            default -> {
                // Others look at the body for it.
            }
        }
    }

    /** The wishes that were read. */
    Wishes wishes() {
        return said
                ? new Wishes(
                        elsewhere,
                        stays,
                        retries,
                        timeout == null ? requestTimeout : timeout,
                        streamTimeout,
                        tags,
                        session,
                        user)
                : Wishes.NONE;
    }

    /** The members of {@code metadata}; null if it is no object. */
    @Nullable Members metadata() {
        return metadata;
    }

    private boolean readYes(String name, JsonToken value) {
        if (!value.isBoolean()) {
            flaws.refuse(name, "The field " + name + " is true or false.");
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private @Nullable Integer readRetries(String name, JsonToken value) throws IOException {
        Integer times = value.isNumeric() ? WishBounds.retries(parser.getDoubleValue()) : null;
        if (times == null) {
            flaws.refuse(name, "The field " + name + " is a whole number, 0 or more.");
        }
        return times;
    }

    private @Nullable Duration readWait(String name, JsonToken value) throws IOException {
        Duration wait = value.isNumeric() ? WishBounds.wait(parser.getDoubleValue()) : null;
        if (wait == null) {
            flaws.refuse(name, "The field " + name + " is a number of seconds, more than 0.");
        }
        return wait;
    }

    private void readTags(String name, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            flaws.refuse(name, "The field " + name + " is a list of texts.");
            return;
        }
        Set<String> all = new LinkedHashSet<>(tags);
        for (JsonToken it = parser.nextToken();
                it != JsonToken.END_ARRAY;
                it = parser.nextToken()) {
            String tag = it == JsonToken.VALUE_STRING ? parser.getText() : "";
            parser.skipChildren();
            if (!WishBounds.isWord(tag)) {
                flaws.refuse(
                        name, "The field " + name + " is a list of texts of 1 to 256 letters.");
            } else if (all.size() == WishBounds.MOST_TAGS && !all.contains(tag)) {
                flaws.refuse(name, "A call has 64 tags at most.");
            } else {
                all.add(tag);
            }
        }
        tags = all;
    }

    /** Whatever else it is or holds is between the caller and the upstream. */
    private void readMetadata(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        Members read = new Members(top.bytes(), TopLevel.place(parser));
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int start = TopLevel.place(parser);
            JsonToken inner = parser.nextToken();
            boolean ours = name.equals("tags") || name.equals("session_id");
            if (ours && read.has(name)) {
                flaws.refuseSecond("metadata." + name);
            }
            if (ours && inner != JsonToken.VALUE_NULL) {
                readOurs(name, inner);
            }
            parser.skipChildren();
            read.add(name, start);
        }
        read.close(TopLevel.place(parser));
        metadata = read;
    }

    private void readOurs(String name, JsonToken value) throws IOException {
        if (name.equals("tags")) {
            readTags("metadata.tags", value);
            return;
        }
        String text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        if (WishBounds.isWord(text)) {
            session = text;
        } else {
            flaws.refuse("metadata.session_id", "A session's id is a text of 1 to 256 letters.");
        }
    }

    /** What cannot be read here is the upstream's to refuse: the member is OpenAI's. */
    private @Nullable String readUser(JsonToken value) throws IOException {
        String text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        return WishBounds.isWord(text) ? text : null;
    }
}
