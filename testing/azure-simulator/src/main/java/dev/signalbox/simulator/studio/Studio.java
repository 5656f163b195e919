package dev.signalbox.simulator.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.model.Models;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.surface.Complaint;
import dev.signalbox.simulator.surface.Question;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.util.Random;

/** Makes what is asked for, and keeps the responses that it made. Safe for many threads. */
public final class Studio {

    private static final int SECOND_OF_SOUND = 16_000;

    private final Responses responses;
    private final Tokens tokens;

    public Studio(Tokens tokens) {
        this.tokens = tokens;
        this.responses = new Responses(tokens);
    }

    /** What a question gets that may be answered. */
    public Answer answer(Question question) {
        JsonNode body = question.body();
        return switch (question.operation()) {
            case RESPONSES -> responses.make(question);
            case IMAGES, IMAGE_EDITS -> picture(question);
            case SPEECH -> sound(body);
            case TRANSCRIPTIONS, TRANSLATIONS -> heard(question);
            case MODERATIONS -> judged(body);
            default -> throw new IllegalArgumentException("not made here: " + question.operation());
        };
    }

    /** What somebody gets who comes back to a response. */
    public Answer back(RequestHead head, String path) {
        return responses.back(head, path);
    }

    private Answer picture(Question question) {
        String prompt = question.body().path("prompt").asText("");
        if (prompt.isEmpty()) {
            return missing("prompt");
        }
        // A picture of one point, and what was drawn it from.
        String drawn =
                prompt + "; " + question.body().path("image").asText("no image to begin with");
        ObjectNode all = Trees.object();
        all.put("created", 1_700_000_000);
        for (int i = 0; i < Math.max(1, question.body().path("n").asInt(1)); i++) {
            all.withArray("data").addObject().put("b64_json", Trees.base64(drawn));
        }
        Trees.usage(all, tokens.count(question.deployment().model(), prompt), 272);
        return Answer.json(200, all.toString());
    }

    private static Answer sound(JsonNode body) {
        String input = body.path("input").asText("");
        if (input.isEmpty()) {
            return missing("input");
        }
        byte[] bytes = new byte[SECOND_OF_SOUND * (1 + input.length() / 15)];
        new Random(input.hashCode()).nextBytes(bytes);
        String format = body.path("response_format").asText("mp3");
        return Answer.document(
                200,
                new Header("content-type", format.equals("mp3") ? "audio/mpeg" : "audio/" + format),
                new Piece(bytes, 0));
    }

    private Answer heard(Question question) {
        JsonNode body = question.body();
        String file = body.path("file").asText("");
        if (file.isEmpty()) {
            return missing("file");
        }
        String format = body.path("response_format").asText("json");
        String said = "heard " + file;
        if (body.path("stream").asText("").equals("true")) {
            return Answer.events(Trees.heard(said));
        }
        if (format.equals("text") || format.equals("srt") || format.equals("vtt")) {
            return Answer.document(
                    200,
                    new Header("content-type", "text/plain; charset=utf-8"),
                    Piece.of(said + "\n"));
        }
        ObjectNode all = Trees.object();
        all.put("text", said);
        Trees.usage(all, 14, tokens.count(question.deployment().model(), said));
        return Answer.json(200, all.toString());
    }

    private static Answer judged(JsonNode body) {
        String input = body.path("input").toString();
        if (body.path("input").isMissingNode()) {
            return missing("input");
        }
        boolean flagged = input.contains("violence");
        ObjectNode all = Trees.object();
        all.put("id", "modr-1");
        all.put("model", Models.version("omni-moderation-latest"));
        ObjectNode result = all.withArray("results").addObject();
        result.put("flagged", flagged);
        result.putObject("categories").put("violence", flagged);
        result.putObject("category_scores").put("violence", flagged ? 0.99 : 0.01);
        return Answer.json(200, all.toString());
    }

    static Answer missing(String name) {
        return AzureErrors.complaint(
                Complaint.invalid(
                        "Missing required parameter: '" + name + "'.",
                        name,
                        "missing_required_parameter"));
    }

    static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
