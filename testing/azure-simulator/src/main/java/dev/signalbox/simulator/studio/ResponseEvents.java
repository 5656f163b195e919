package dev.signalbox.simulator.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Piece;

import java.util.ArrayList;
import java.util.List;

/** A response event by event, in the order of the real ones. Made for one answer. */
final class ResponseEvents {

    private final ObjectNode made;
    private final String said;
    private final List<Piece> events = new ArrayList<>();

    ResponseEvents(ObjectNode made, String said) {
        this.made = made;
        this.said = said;
    }

    List<Piece> all() {
        ObjectNode begun = made.deepCopy();
        begun.put("status", "in_progress");
        begun.putArray("output");
        begun.putNull("usage");
        add(event("response.created").set("response", begun));
        add(event("response.in_progress").set("response", begun));
        JsonNode item = made.path("output").path(0);
        add(event("response.output_item.added").put("output_index", 0).set("item", item));
        add(inPart("response.content_part.added").set("part", item.path("content").path(0)));
        for (String word : said.splitWithDelimiters(" ", -1)) {
            if (!word.isEmpty()) {
                add(inPart("response.output_text.delta").put("delta", word));
            }
        }
        add(inPart("response.output_text.done").put("text", said));
        add(inPart("response.content_part.done").set("part", item.path("content").path(0)));
        add(event("response.output_item.done").put("output_index", 0).set("item", item));
        ObjectNode done = made.deepCopy();
        done.put("status", "completed");
        add(event("response.completed").set("response", done));
        return events;
    }

    private void add(ObjectNode event) {
        events.add(Trees.event(event));
    }

    private ObjectNode event(String type) {
        return Trees.object().put("type", type).put("sequence_number", events.size());
    }

    private ObjectNode inPart(String type) {
        return event(type)
                .put("item_id", made.path("output").path(0).path("id").asText())
                .put("output_index", 0)
                .put("content_index", 0);
    }
}
