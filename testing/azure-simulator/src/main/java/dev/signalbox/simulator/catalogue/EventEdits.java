package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Piece;

import java.util.ArrayList;
import java.util.List;

/** Spoils the events of a good stream. */
final class EventEdits {

    private static final String ERROR =
            "{\"error\":{\"message\":\"The server had an error while processing your request."
                    + " Sorry about that!\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
    private static final String ANNOTATION =
            "{\"choices\":[{\"content_filter_offsets\":"
                    + "{\"check_offset\":0,\"end_offset\":%d,\"start_offset\":0},"
                    + "\"content_filter_results\":{\"hate\":{\"filtered\":%b,\"severity\":\"%s\"}},"
                    + "\"finish_reason\":%s,\"index\":0,\"logprobs\":null}],"
                    + "\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\"}";
    private static final int HUGE_BYTES = 5_000_000;
    private static final int MANY = 10_000;

    private EventEdits() {}

    /** Where the middle lies: a portion of the text, if there is any. */
    static int middle(List<Piece> events) {
        return events.size() / 2;
    }

    static List<Piece> errorOnly(List<Piece> events) {
        return List.of(Piece.event(ERROR).after(events.getFirst().pauseNanos()));
    }

    static List<Piece> namedErrorOnly(List<Piece> events) {
        return List.of(namedError());
    }

    static List<Piece> errorSecond(List<Piece> events) {
        return List.of(events.getFirst(), Piece.event(ERROR));
    }

    static List<Piece> errorInTheMiddle(List<Piece> events) {
        return then(events.subList(0, middle(events)), Piece.event(ERROR));
    }

    static List<Piece> namedErrorInTheMiddle(List<Piece> events) {
        return then(events.subList(0, middle(events)), namedError());
    }

    static List<Piece> withoutDone(List<Piece> events) {
        return events.subList(0, events.size() - 1);
    }

    static List<Piece> brokenJson(List<Piece> events) {
        return inserted(events, middle(events), Piece.event("{\"choices\":[{\"delta\":{\"con"));
    }

    static List<Piece> everyByte(List<Piece> events) {
        List<Piece> bytes = new ArrayList<>();
        for (Piece event : events) {
            for (byte one : event.bytes()) {
                bytes.add(new Piece(new byte[] {one}, 0));
            }
        }
        return bytes;
    }

    static List<Piece> oddLines(List<Piece> events) {
        List<Piece> odd = new ArrayList<>();
        odd.add(Piece.of("\ufeff: a comment before everything\r\n\r\n"));
        for (Piece event : events) {
            String text = event.text().replace("\n", "\r\n").replaceFirst("^data: ", "data:");
            odd.add(Piece.of(": ping\r\n\r\nid: 7\r\nretry: 3000\r\n" + text));
        }
        return odd;
    }

    static List<Piece> manyLines(List<Piece> events) {
        List<Piece> split = new ArrayList<>();
        for (Piece event : events) {
            // Only between two members: a line break there is white space in JSON.
            split.add(Piece.of(event.text().replaceFirst(",\"created\"", "\ndata: ,\"created\"")));
        }
        return split;
    }

    static List<Piece> named(List<Piece> events) {
        List<Piece> named = new ArrayList<>();
        events.forEach(event -> named.add(Piece.of("event: message\n" + event.text())));
        return named;
    }

    static List<Piece> hugeEvent(List<Piece> events) {
        int middle = middle(events);
        Piece huge =
                JsonEdits.event(
                        events.get(middle), body -> body.put("huge", "x".repeat(HUGE_BYTES)));
        return inserted(events, middle, huge);
    }

    static List<Piece> manyEvents(List<Piece> events) {
        int middle = middle(events);
        List<Piece> many = new ArrayList<>(events.subList(0, middle));
        for (int i = 0; i < MANY; i++) {
            many.add(events.get(middle));
        }
        many.addAll(events.subList(middle + 1, events.size()));
        return many;
    }

    static List<Piece> annotated(List<Piece> events) {
        Piece annotation = Piece.event(ANNOTATION.formatted(44, false, "safe", "null"));
        List<Piece> late = inserted(events, events.size() - 1, annotation);
        return inserted(late, middle(events), annotation);
    }

    static List<Piece> filtered(List<Piece> events) {
        List<Piece> filtered = new ArrayList<>(events.subList(0, middle(events)));
        for (Piece event : events) {
            if (event.text().contains("\"finish_reason\":\"")) {
                filtered.add(
                        JsonEdits.eventChoice(
                                event, choice -> choice.put("finish_reason", "content_filter")));
            }
        }
        return then(filtered, events.getLast());
    }

    static List<Piece> filteredAsync(List<Piece> events) {
        Piece block = Piece.event(ANNOTATION.formatted(44, true, "high", "\"content_filter\""));
        return then(then(events.subList(0, middle(events)), block), events.getLast());
    }

    static List<Piece> afterDone(List<Piece> events) {
        return then(events, events.get(middle(events)));
    }

    static List<Piece> withoutUsage(List<Piece> events) {
        return events.stream().filter(event -> !counts(event)).toList();
    }

    static List<Piece> usageTwice(List<Piece> events) {
        List<Piece> twice = new ArrayList<>();
        for (Piece event : events) {
            twice.add(event);
            if (counts(event)) {
                twice.add(event);
            }
        }
        return twice;
    }

    static List<Piece> usageEarly(List<Piece> events) {
        List<Piece> counting = events.stream().filter(EventEdits::counts).toList();
        List<Piece> early = new ArrayList<>();
        for (Piece event : withoutUsage(events)) {
            if (event.text().contains("\"finish_reason\":\"")) {
                early.addAll(counting);
            }
            early.add(event);
        }
        return early;
    }

    private static boolean counts(Piece event) {
        return event.text().contains("\"usage\":{");
    }

    private static Piece namedError() {
        return Piece.of("event: error\ndata: " + ERROR + "\n\n");
    }

    /** The events and one more behind them. */
    static List<Piece> then(List<Piece> events, Piece last) {
        return inserted(events, events.size(), last);
    }

    /** The events with one more at that place. */
    static List<Piece> inserted(List<Piece> events, int place, Piece event) {
        List<Piece> all = new ArrayList<>(events);
        all.add(place, event);
        return all;
    }
}
