package dev.signalbox.simulator.speech;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.surface.Operation;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.surface.Surface;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chats and completions event by event, in Azure's order. Made for one answer. */
final class Streams {

    private final Question question;
    private final Composition said;
    private final boolean chat;
    private final boolean annotated;
    private final boolean apart;

    private Streams(Question question, Composition said) {
        this.question = question;
        this.said = said;
        this.chat = question.operation() == Operation.CHAT;
        boolean azure = question.surface() != Surface.OPENAI;
        this.apart = azure && question.deployment().asyncFilter();
        this.annotated = azure && !apart;
    }

    /** All events with the pauses before them, {@code [DONE]} included. */
    static List<Piece> of(Question question, Composition said, RandomGenerator random) {
        Streams stream = new Streams(question, said);
        List<Piece> events = new ArrayList<>();
        if (question.surface() != Surface.OPENAI) {
            events.add(stream.promptEvent());
        }
        for (int choice = 0; choice < question.choices(); choice++) {
            stream.addChoice(choice, events, random);
        }
        if (question.wantsUsage()) {
            events.add(stream.usageEvent());
        }
        events.add(Piece.event("[DONE]"));
        long first = question.deployment().ttft().nanos(random);
        events.set(0, events.getFirst().after(first));
        return events;
    }

    private void addChoice(int choice, List<Piece> events, RandomGenerator random) {
        DeploymentSettings deployment = question.deployment();
        if (chat) {
            events.add(event(choice, "", null, true));
        }
        boolean first = choice == 0;
        for (String portion : said.portions()) {
            long pause = first ? 0 : deployment.itl().nanos(random);
            events.add(event(choice, portion, null, false).after(pause));
            first = false;
        }
        if (apart) {
            events.add(annotation(choice));
        }
        events.add(event(choice, null, said.finish(), false));
    }

    private Piece event(
            int choice, @Nullable String portion, @Nullable String finish, boolean role) {
        return piece(
                json -> {
                    json.writeArrayFieldStart("choices");
                    json.writeStartObject();
                    if (annotated) {
                        boolean empty = role || portion == null;
                        Json.raw(json, "content_filter_results", empty ? "{}" : Filters.PORTION);
                    }
                    if (chat) {
                        delta(json, portion, role);
                    }
                    Json.textOrNull(json, "finish_reason", finish);
                    json.writeNumberField("index", choice);
                    json.writeNullField("logprobs");
                    if (!chat) {
                        json.writeStringField("text", portion == null ? "" : portion);
                    }
                    json.writeEndObject();
                    json.writeEndArray();
                    identity(json);
                    if (question.wantsUsage()) {
                        json.writeNullField("usage");
                    }
                });
    }

    private static void delta(JsonGenerator json, @Nullable String portion, boolean role)
            throws IOException {
        json.writeObjectFieldStart("delta");
        if (portion != null) {
            json.writeStringField("content", portion);
        }
        if (role) {
            json.writeNullField("refusal");
            json.writeStringField("role", "assistant");
        }
        json.writeEndObject();
    }

    private Piece promptEvent() {
        return piece(
                json -> {
                    json.writeArrayFieldStart("choices");
                    json.writeEndArray();
                    nobody(json);
                    Json.raw(json, "prompt_filter_results", Filters.PROMPT);
                });
    }

    private Piece annotation(int choice) {
        int end = said.text().length();
        return piece(
                json -> {
                    json.writeArrayFieldStart("choices");
                    json.writeStartObject();
                    Json.raw(
                            json,
                            "content_filter_offsets",
                            "{\"check_offset\":0,\"end_offset\":%d,\"start_offset\":0}"
                                    .formatted(end));
                    Json.raw(json, "content_filter_results", Filters.PORTION);
                    json.writeNullField("finish_reason");
                    json.writeNumberField("index", choice);
                    json.writeNullField("logprobs");
                    json.writeEndObject();
                    json.writeEndArray();
                    nobody(json);
                });
    }

    private Piece usageEvent() {
        return piece(
                json -> {
                    json.writeArrayFieldStart("choices");
                    json.writeEndArray();
                    identity(json);
                    Json.usage(json, said);
                });
    }

    private void identity(JsonGenerator json) throws IOException {
        json.writeNumberField("created", said.created());
        json.writeStringField("id", said.id());
        json.writeStringField("model", Models.version(question.deployment().model()));
        json.writeStringField("object", chat ? "chat.completion.chunk" : "text_completion");
        if (chat) {
            json.writeStringField("system_fingerprint", "fp_5b26d85e12");
        }
    }

    private static void nobody(JsonGenerator json) throws IOException {
        json.writeNumberField("created", 0);
        json.writeStringField("id", "");
        json.writeStringField("model", "");
        json.writeStringField("object", "");
    }

    private static Piece piece(Json.Body members) {
        return new Piece(
                Json.bytes(
                        "data: ",
                        json -> {
                            json.writeStartObject();
                            members.writeTo(json);
                            json.writeEndObject();
                        },
                        "\n\n"),
                0);
    }
}
