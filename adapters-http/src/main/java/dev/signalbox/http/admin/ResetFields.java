package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.http.admin.form.Times;

import java.time.InstantSource;
import java.time.ZoneId;

/**
 * When budgets begin anew, in answers about whoever has them. Whoever describes one only marks
 * where it is to be said; before the answer goes out it is found out. Safe for many threads.
 */
public final class ResetFields {

    private static final String FIELD = "budget_reset_at";

    private final ZoneId zone;
    private final InstantSource clock = InstantSource.system();

    /**
     * @param zone on whose calendar all budgets lie
     */
    ResetFields(ZoneId zone) {
        this.zone = zone;
    }

    /** Marks where it is to be said when that budget begins anew; null if it never does. */
    static void mark(ObjectNode row, Limits limits) {
        Window window = limits.of(Limit.MAX_BUDGET) == null ? null : limits.window();
        if (window == null) {
            row.putNull(FIELD);
        } else {
            row.putPOJO(FIELD, window);
        }
    }

    /** Says it wherever it was marked. */
    void fill(JsonNode node) {
        if (node instanceof ObjectNode row
                && row.get(FIELD) instanceof POJONode mark
                && mark.getPojo() instanceof Window window) {
            row.put(FIELD, Times.text(window.in(zone).at(clock.instant()).end()));
        }
        if (node.isContainerNode()) {
            node.forEach(this::fill);
        }
    }
}
