package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.TellSpent;
import dev.signalbox.application.driving.admin.spend.TellSpent.Kind;
import dev.signalbox.application.driving.admin.spend.TellSpent.Purse;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What keys, teams, users and customers have spent, in answers about them. Whoever describes one
 * only marks where it is to be said; before the answer goes out the ledger is asked once for all of
 * them. If it cannot be asked, it is null. Safe for many threads.
 */
public final class SpendFields {

    private static final String FIELD = "spend";

    private final TellSpent ledger;

    SpendFields(TellSpent ledger) {
        this.ledger = ledger;
    }

    /** Marks where it is to be said what that one has spent. */
    public static void mark(ObjectNode row, Kind kind, String id) {
        row.putPOJO(FIELD, new Purse(kind, id));
    }

    /**
     * Says it wherever it was marked.
     *
     * @return false if it is not known now
     */
    boolean fill(JsonNode answer) {
        List<Marked> marked = new ArrayList<>();
        find(answer, marked);
        if (marked.isEmpty()) {
            return true;
        }
        Map<Purse, NanoUsd> spent = spent(marked);
        for (Marked mark : marked) {
            NanoUsd amount = spent == null ? null : spent.get(mark.purse());
            mark.row().put(FIELD, amount == null ? null : amount.dollars());
        }
        return spent != null;
    }

    /** A place where something is to be said, and what. */
    private record Marked(ObjectNode row, Purse purse) {}

    private @Nullable Map<Purse, NanoUsd> spent(List<Marked> marked) {
        Set<Purse> purses = marked.stream().map(Marked::purse).collect(Collectors.toSet());
        return switch (ledger.spent(purses)) {
            case Verdict.Granted<Map<Purse, NanoUsd>> granted -> granted.value();
            case Verdict.Objected<Map<Purse, NanoUsd>> objected -> null;
        };
    }

    private static void find(JsonNode node, List<Marked> marked) {
        if (node instanceof ObjectNode object
                && object.get(FIELD) instanceof POJONode mark
                && mark.getPojo() instanceof Purse purse) {
            marked.add(new Marked(object, purse));
        }
        if (node.isContainerNode()) {
            node.forEach(child -> find(child, marked));
        }
    }
}
