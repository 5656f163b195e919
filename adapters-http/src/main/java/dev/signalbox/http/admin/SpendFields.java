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

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What keys, teams and users have spent, in answers about them. Whoever describes one only marks
 * where it is to be said; before the answer goes out the ledger is asked once for all of them. If
 * it cannot be asked, it is null. Safe for many threads.
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
        Map<ObjectNode, Purse> marked = new IdentityHashMap<>();
        find(answer, marked);
        if (marked.isEmpty()) {
            return true;
        }
        Map<Purse, NanoUsd> spent = spent(marked);
        marked.forEach(
                (row, purse) -> {
                    NanoUsd amount = spent == null ? null : spent.get(purse);
                    row.put(FIELD, amount == null ? null : amount.dollars());
                });
        return spent != null;
    }

    private @Nullable Map<Purse, NanoUsd> spent(Map<ObjectNode, Purse> marked) {
        return switch (ledger.spent(Set.copyOf(marked.values()))) {
            case Verdict.Granted<Map<Purse, NanoUsd>> granted -> granted.value();
            case Verdict.Objected<Map<Purse, NanoUsd>> objected -> null;
        };
    }

    private static void find(JsonNode node, Map<ObjectNode, Purse> marked) {
        if (node instanceof ObjectNode object
                && object.get(FIELD) instanceof POJONode mark
                && mark.getPojo() instanceof Purse purse) {
            marked.put(object, purse);
        }
        if (node.isContainerNode()) {
            node.forEach(child -> find(child, marked));
        }
    }
}
