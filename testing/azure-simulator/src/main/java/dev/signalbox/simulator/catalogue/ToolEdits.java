package dev.signalbox.simulator.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Piece;

import java.util.ArrayList;
import java.util.List;

/** Calls of tools in place of a text, told in ways that clients stumble over. */
final class ToolEdits {

    private static final int NO_INDEX = -1;

    private ToolEdits() {}

    static List<Piece> withoutIndex(List<Piece> events) {
        return calling(
                events,
                List.of(
                        new Call(NO_INDEX, "call_1", "weather", ""),
                        new Call(NO_INDEX, null, null, "{\"city\":"),
                        new Call(NO_INDEX, null, null, "\"Oslo\"}")));
    }

    static List<Piece> interleaved(List<Piece> events) {
        return calling(
                events,
                List.of(
                        new Call(0, "call_1", "weather", ""),
                        new Call(1, "call_2", "time", ""),
                        new Call(0, null, null, "{\"city\":"),
                        new Call(1, null, null, "{\"zone\":"),
                        new Call(1, null, null, "\"CET\"}"),
                        new Call(0, null, null, "\"Oslo\"}")));
    }

    static List<Piece> emptyName(List<Piece> events) {
        return calling(
                events,
                List.of(
                        new Call(0, "call_1", "weather", ""),
                        new Call(0, "", "", "{\"city\":\"Oslo\"}")));
    }

    private static List<Piece> calling(List<Piece> events, List<Call> calls) {
        int finish = finish(events);
        Piece end = events.get(finish);
        List<Piece> calling = new ArrayList<>(events.subList(0, Math.min(2, finish)));
        for (Call call : calls) {
            calling.add(
                    JsonEdits.eventChoice(
                            end,
                            choice -> {
                                choice.putNull("finish_reason");
                                call.write(choice.putObject("delta").putArray("tool_calls"));
                            }));
        }
        calling.add(
                JsonEdits.eventChoice(end, choice -> choice.put("finish_reason", "tool_calls")));
        calling.addAll(events.subList(finish + 1, events.size()));
        return calling;
    }

    private static int finish(List<Piece> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).text().contains("\"finish_reason\":\"")) {
                return i;
            }
        }
        throw new IllegalArgumentException("a good stream has an end");
    }

    private record Call(
            int index,
            @org.jspecify.annotations.Nullable String id,
            @org.jspecify.annotations.Nullable String name,
            String arguments) {

        void write(ArrayNode calls) {
            ObjectNode call = calls.addObject();
            if (index != NO_INDEX) {
                call.put("index", index);
            }
            if (id != null) {
                call.put("id", id).put("type", "function");
            }
            ObjectNode function = call.putObject("function");
            if (name != null) {
                function.put("name", name);
            }
            function.put("arguments", arguments);
        }
    }
}
