package dev.signalbox.simulator.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes responses and keeps them. One that is made in the background is done when it is looked at
 * for the second time. Safe for many threads.
 */
final class Responses {

    private final Map<String, ObjectNode> kept = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> inputs = new ConcurrentHashMap<>();
    private final Tokens tokens;

    Responses(Tokens tokens) {
        this.tokens = tokens;
    }

    Answer make(Question question) {
        JsonNode body = question.body();
        String previous = Studio.textOrNull(body.path("previous_response_id"));
        ObjectNode before = previous == null ? null : kept.get(previous);
        if (previous != null && before == null) {
            return AzureErrors.error(
                    400,
                    "Previous response with id '" + previous + "' not found.",
                    "invalid_request_error",
                    "previous_response_id",
                    "previous_response_not_found");
        }
        String asked = asked(body.path("input"));
        String said = before == null ? asked : text(before) + " / " + asked;
        ObjectNode made = made(question, said, previous);
        boolean later = body.path("background").asBoolean(false);
        if (later) {
            made.put("status", "queued");
        }
        if (body.path("store").asBoolean(true)) {
            kept.put(made.path("id").asText(), made);
            inputs.put(made.path("id").asText(), body.path("input"));
        }
        return question.streams()
                ? Answer.events(new ResponseEvents(made, said).all())
                : Answer.document(
                        200,
                        new Header("content-type", "application/json"),
                        Piece.of(made.toString()));
    }

    private ObjectNode made(Question question, String said, @Nullable String previous) {
        String model = question.deployment().model();
        ObjectNode made = Trees.object();
        made.put("id", "resp_" + UUID.randomUUID().toString().replace("-", ""));
        made.put("object", "response");
        made.put("created_at", System.currentTimeMillis() / 1000);
        made.put("status", "completed");
        made.put("background", question.body().path("background").asBoolean(false));
        made.putNull("error");
        made.putNull("incomplete_details");
        made.putNull("instructions");
        made.put("model", Models.version(model));
        ObjectNode message = made.putArray("output").addObject();
        message.put("id", "msg_" + question.number());
        message.put("type", "message");
        message.put("status", "completed");
        message.put("role", "assistant");
        ObjectNode content = message.putArray("content").addObject();
        content.put("type", "output_text");
        content.putArray("annotations");
        content.put("text", said);
        made.put("parallel_tool_calls", true);
        made.put("previous_response_id", previous);
        made.put("temperature", 1.0);
        made.put("tool_choice", "auto");
        made.putArray("tools");
        made.put("top_p", 1.0);
        made.putObject("metadata");
        Trees.usage(
                made,
                tokens.count(model, asked(question.body().path("input"))),
                tokens.count(model, said));
        return made;
    }

    private static String text(ObjectNode made) {
        return made.path("output").path(0).path("content").path(0).path("text").asText();
    }

    private static String asked(JsonNode input) {
        if (input.isTextual()) {
            return input.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode item : input) {
            JsonNode content = item.path("content");
            text.append(content.isTextual() ? content.asText() : "");
            content.forEach(part -> text.append(part.path("text").asText("")));
        }
        return text.toString();
    }

    /** What somebody gets who comes back: the path behind {@code responses/}. */
    Answer back(RequestHead head, String path) {
        int slash = path.indexOf('/');
        String id = slash < 0 ? path : path.substring(0, slash);
        String more = slash < 0 ? "" : path.substring(slash);
        ObjectNode made = kept.get(id);
        if (made == null) {
            return unknown(id);
        }
        return switch (head.method() + more) {
            case "GET" ->
                    "true".equals(head.query("stream"))
                            ? Answer.events(new ResponseEvents(made, text(made)).all())
                            : Answer.json(200, looked(id, made).toString());
            case "DELETE" -> deleted(id);
            case "POST/cancel" -> Answer.json(200, cancelled(id, made).toString());
            case "GET/input_items" -> Answer.json(200, input(id).toString());
            default -> unknown(id);
        };
    }

    private ObjectNode looked(String id, ObjectNode made) {
        ObjectNode next = made.deepCopy();
        switch (made.path("status").asText()) {
            case "queued" -> next.put("status", "in_progress");
            case "in_progress" -> next.put("status", "completed");
            default -> {}
        }
        kept.put(id, next);
        return next;
    }

    private ObjectNode cancelled(String id, ObjectNode made) {
        ObjectNode next = made.deepCopy();
        next.put("status", "cancelled");
        kept.put(id, next);
        return next;
    }

    private Answer deleted(String id) {
        kept.remove(id);
        inputs.remove(id);
        return Answer.json(
                200,
                Trees.object()
                        .put("id", id)
                        .put("object", "response")
                        .put("deleted", true)
                        .toString());
    }

    private ObjectNode input(String id) {
        ObjectNode all = Trees.object();
        all.put("object", "list");
        List<JsonNode> items = new ArrayList<>();
        JsonNode input = inputs.getOrDefault(id, Trees.object());
        if (input.isArray()) {
            input.forEach(items::add);
        } else {
            ObjectNode item = Trees.object();
            item.put("id", "msg_input");
            item.put("type", "message");
            item.put("role", "user");
            item.putArray("content")
                    .addObject()
                    .put("type", "input_text")
                    .put("text", input.asText());
            items.add(item);
        }
        all.putArray("data").addAll(items);
        all.put("first_id", "msg_input");
        all.put("last_id", "msg_input");
        all.put("has_more", false);
        return all;
    }

    private static Answer unknown(String id) {
        return AzureErrors.error(
                404,
                "Response with id '" + id + "' not found.",
                "invalid_request_error",
                null,
                null);
    }
}
