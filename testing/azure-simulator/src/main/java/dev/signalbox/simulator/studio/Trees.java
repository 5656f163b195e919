package dev.signalbox.simulator.studio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Piece;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Pieces of JSON that several answers have. */
final class Trees {

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The {@code usage} of all but chats. */
    static void usage(ObjectNode all, int input, int output) {
        ObjectNode usage = all.putObject("usage");
        usage.put("input_tokens", input);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.put("output_tokens", output);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        usage.put("total_tokens", input + output);
    }

    /** An event that says its type twice. */
    static Piece event(ObjectNode data) {
        return Piece.of("event: " + data.path("type").asText() + "\ndata: " + data + "\n\n");
    }

    /** What was heard, word by word. */
    static List<Piece> heard(String said) {
        List<Piece> events = new ArrayList<>();
        for (String word : said.split(" ", -1)) {
            events.add(
                    event(object().put("type", "transcript.text.delta").put("delta", word + " ")));
        }
        ObjectNode done = object().put("type", "transcript.text.done").put("text", said);
        usage(done, 14, 7);
        events.add(event(done));
        return events;
    }
}
