package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Piece;

import java.util.ArrayList;
import java.util.List;

/** Spoils the event that counts tokens; a stream without one stays as it is. */
final class UsageEdits {

    private UsageEdits() {}

    static List<Piece> absent(List<Piece> events) {
        return events.stream().filter(event -> !counts(event)).toList();
    }

    static List<Piece> twice(List<Piece> events) {
        List<Piece> twice = new ArrayList<>();
        for (Piece event : events) {
            twice.add(event);
            if (counts(event)) {
                twice.add(event);
            }
        }
        return twice;
    }

    static List<Piece> early(List<Piece> events) {
        List<Piece> counting = events.stream().filter(UsageEdits::counts).toList();
        List<Piece> early = new ArrayList<>();
        for (Piece event : absent(events)) {
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
}
