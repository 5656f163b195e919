package dev.signalbox.simulator.surface;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.model.DeploymentSettings;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that may be answered: known deployment, readable body.
 *
 * @param number counts the questions of one deployment, from 1; what is drawn depends on it
 * @param body has passed {@link Schema}
 */
public record Question(
        Surface surface,
        Operation operation,
        DeploymentSettings deployment,
        long number,
        JsonNode body) {

    /** Whether the answer shall come event by event. */
    public boolean streams() {
        return body.path("stream").asBoolean(false);
    }

    /** Whether a stream shall end with a count of tokens. */
    public boolean wantsUsage() {
        return streams() && body.path("stream_options").path("include_usage").asBoolean(false);
    }

    /** How many answers are wanted to the one question. */
    public int choices() {
        return Math.max(1, body.path("n").asInt(1));
    }

    /** How many tokens an answer may have; the largest number if nothing was said. */
    public int bound() {
        int newer = body.path("max_completion_tokens").asInt(Integer.MAX_VALUE);
        return Math.min(newer, body.path("max_tokens").asInt(Integer.MAX_VALUE));
    }

    /** All texts that were sent, in their order: of messages, prompts or inputs. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        switch (operation) {
            case CHAT -> body.path("messages").forEach(message -> texts.add(said(message)));
            case COMPLETIONS -> addTexts(body.path("prompt"), texts);
            case EMBEDDINGS -> addTexts(body.path("input"), texts);
            default -> texts.clear();
        }
        return texts;
    }

    /** The text to echo: of the last message of the user, or the last prompt. */
    public String lastText() {
        if (operation != Operation.CHAT) {
            List<String> texts = texts();
            return texts.isEmpty() ? "" : texts.getLast();
        }
        String last = "";
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                last = said(message);
            }
        }
        return last;
    }

    private static String said(JsonNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            return content.isTextual() ? content.asText() : "";
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static void addTexts(JsonNode given, List<String> texts) {
        if (!given.isArray()) {
            texts.add(given.asText(""));
            return;
        }
        boolean tokens = !given.isEmpty() && given.get(0).isNumber();
        if (tokens) {
            texts.add(given.toString());
        } else {
            given.forEach(one -> texts.add(one.isTextual() ? one.asText() : one.toString()));
        }
    }
}
