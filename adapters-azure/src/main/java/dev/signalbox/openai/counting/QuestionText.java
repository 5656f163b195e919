package dev.signalbox.openai.counting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.openai.reading.Glance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/**
 * What of a question a model reads: the texts in it, and the frame of every message. A picture that
 * is packed into it, or named by an address, counts {@value #PICTURE}, whatever it shows. Used by
 * one thread.
 */
final class QuestionText {

    /** Of a picture of a thousand points squared at high resolution, as OpenAI counts it. */
    static final int PICTURE = 765;

    private final ToIntFunction<String> counter;
    private long tokens;

    QuestionText(ToIntFunction<String> counter) {
        this.counter = counter;
    }

    /** What has been counted so far. */
    long tokens() {
        return tokens;
    }

    /** As it is written, letter by letter. */
    void addAsWritten(ByteBuffer json) {
        tokens += counter.applyAsInt(StandardCharsets.UTF_8.decode(json).toString());
    }

    /**
     * The texts in a value.
     *
     * @param json a correct one; read through
     * @param frame tokens of every object of a list beside its texts
     */
    void add(ByteBuffer json, int frame) {
        byte[] bytes = new byte[json.remaining()];
        json.get(bytes);
        try (JsonParser parser = Glance.JSON.createParser(bytes)) {
            int depth = 0;
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        tokens += token == JsonToken.START_OBJECT && depth == 1 ? frame : 0;
                        depth++;
                    }
                    case END_OBJECT, END_ARRAY -> depth--;
                    case FIELD_NAME -> name = parser.currentName();
                    case VALUE_STRING -> addText(name, parser.getText());
                    // A list of tokens instead of a text.
                    case VALUE_NUMBER_INT -> tokens += depth > 0 && name.isEmpty() ? 1 : 0;
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the body was read before", e);
        }
    }

    private void addText(String name, String text) {
        if (name.equals("type") || name.equals("detail")) {
            return;
        }
        boolean picture = name.equals("url") || text.startsWith("data:");
        tokens += picture ? PICTURE : counter.applyAsInt(text);
    }
}
