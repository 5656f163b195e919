package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.model.Vectors;
import dev.signalbox.simulator.surface.Question;

import java.io.IOException;
import java.util.List;

/** Texts turned into vectors. */
final class Embeddings {

    private Embeddings() {}

    static byte[] of(Question question, int promptTokens) {
        return Json.bytes("", json -> write(json, question, promptTokens), "");
    }

    private static void write(JsonGenerator json, Question question, int promptTokens)
            throws IOException {
        String model = question.deployment().model();
        int dimensions = question.body().path("dimensions").asInt(Models.dimensions(model));
        boolean base64 = question.body().path("encoding_format").asText().equals("base64");
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        List<String> texts = question.texts();
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = Vectors.of(texts.get(i), dimensions);
            json.writeStartObject();
            if (base64) {
                json.writeStringField("embedding", Vectors.base64(vector));
            } else {
                json.writeArrayFieldStart("embedding");
                for (float value : vector) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
            json.writeNumberField("index", i);
            json.writeStringField("object", "embedding");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("model", Models.version(model));
        json.writeStringField("object", "list");
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", promptTokens);
        json.writeNumberField("total_tokens", promptTokens);
        json.writeEndObject();
        json.writeEndObject();
    }
}
