package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes one JSON value member by member; Azure's order of members is that of the alphabet. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** What is to be written. */
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The value as bytes, between two texts that do not belong to it. */
    static byte[] bytes(String before, Body body, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            bytes.writeBytes(before.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                body.writeTo(json);
            }
            bytes.writeBytes(after.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    static void raw(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }

    static void textOrNull(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        json.writeStringField(name, value);
    }

    /** The {@code usage} of an answer with a text. */
    static void usage(JsonGenerator json, Composition said) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("completion_tokens", said.completionTokens());
        raw(
                json,
                "completion_tokens_details",
                "{\"accepted_prediction_tokens\":0,\"audio_tokens\":0,"
                        + "\"reasoning_tokens\":0,\"rejected_prediction_tokens\":0}");
        json.writeNumberField("prompt_tokens", said.promptTokens());
        raw(json, "prompt_tokens_details", "{\"audio_tokens\":0,\"cached_tokens\":0}");
        json.writeNumberField("total_tokens", said.promptTokens() + said.completionTokens());
        json.writeEndObject();
    }
}
