package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.surface.Surface;
import dev.signalbox.simulator.wire.Header;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The list of models: on Azure of what lies under the deployments, not of the deployments. */
public final class ModelList {

    private static final long CREATED = 1_686_935_002L;

    private ModelList() {}

    /** The list as that door gives it, each model once. */
    public static Answer of(Surface surface, Collection<String> models) {
        List<String> names = models.stream().distinct().sorted().toList();
        byte[] body =
                Json.bytes(
                        "",
                        json -> {
                            json.writeStartObject();
                            json.writeArrayFieldStart("data");
                            for (String name : names) {
                                write(json, surface, name);
                            }
                            json.writeEndArray();
                            json.writeStringField("object", "list");
                            json.writeEndObject();
                        },
                        "");
        return Answer.document(
                200, new Header("content-type", "application/json"), new Piece(body, 0));
    }

    private static void write(JsonGenerator json, Surface surface, String name) throws IOException {
        json.writeStartObject();
        switch (surface) {
            case CLASSIC, V1 -> {
                json.writeObjectFieldStart("capabilities");
                json.writeBooleanField("chat_completion", Models.converses(name));
                json.writeBooleanField("completion", Models.completes(name));
                json.writeBooleanField("embeddings", Models.embeds(name));
                json.writeBooleanField("fine_tune", false);
                json.writeBooleanField("inference", true);
                json.writeEndObject();
                json.writeNumberField("created_at", CREATED);
                json.writeStringField("id", name);
                json.writeStringField("lifecycle_status", "generally-available");
                json.writeStringField("object", "model");
                json.writeStringField("status", "succeeded");
            }
            case OPENAI -> {
                json.writeNumberField("created", CREATED);
                json.writeStringField("id", name);
                json.writeStringField("object", "model");
                json.writeStringField("owned_by", "system");
            }
        }
        json.writeEndObject();
    }
}
