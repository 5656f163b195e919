package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.surface.Surface;

import java.io.IOException;

/** Chats and completions in one piece. */
final class Documents {

    private Documents() {}

    static byte[] of(Question question, Composition said) {
        return Json.bytes("", json -> write(json, question, said), "");
    }

    private static void write(JsonGenerator json, Question question, Composition said)
            throws IOException {
        boolean chat = question.operation() == Operation.CHAT;
        boolean azure = question.surface() != Surface.OPENAI;
        json.writeStartObject();
        json.writeArrayFieldStart("choices");
        for (int i = 0; i < question.choices(); i++) {
            choice(json, i, said, chat, azure);
        }
        json.writeEndArray();
        json.writeNumberField("created", said.created());
        json.writeStringField("id", said.id());
        json.writeStringField("model", Models.version(question.deployment().model()));
        json.writeStringField("object", chat ? "chat.completion" : "text_completion");
        if (azure) {
            Json.raw(json, "prompt_filter_results", Filters.PROMPT);
        }
        if (chat) {
            json.writeNullField("service_tier");
            json.writeStringField("system_fingerprint", "fp_5b26d85e12");
        }
        Json.usage(json, said);
        json.writeEndObject();
    }

    private static void choice(
            JsonGenerator json, int index, Composition said, boolean chat, boolean azure)
            throws IOException {
        json.writeStartObject();
        if (azure) {
            Json.raw(json, "content_filter_results", Filters.WHOLE);
        }
        json.writeStringField("finish_reason", said.finish());
        json.writeNumberField("index", index);
        json.writeNullField("logprobs");
        if (chat) {
            json.writeObjectFieldStart("message");
            json.writeArrayFieldStart("annotations");
            json.writeEndArray();
            json.writeStringField("content", said.text());
            json.writeNullField("refusal");
            json.writeStringField("role", "assistant");
            json.writeEndObject();
        } else {
            json.writeStringField("text", said.text());
        }
        json.writeEndObject();
    }
}
