package dev.signalbox.http.admin.budget;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.TellSpent.Kind;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.SpendFields;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;

import java.util.List;
import java.util.function.Function;

/** Those who are bounded, as administrators see them. Safe for many threads. */
public final class BudgetAnswers {

    private static final FreeJson DEFAULTS =
            new FreeJson("{\"budget_duration\": null, \"model_max_budget\": {}}");

    private final AdminJson json;

    public BudgetAnswers(AdminJson json) {
        this.json = json;
    }

    /** Terms as they are stored. */
    public ObjectNode terms(Bounded terms) {
        ObjectNode row = bounds(terms);
        row.setAll(json.tree(terms.extras()));
        row.put("budget_id", terms.holder().ids().getFirst());
        return dated(row, terms);
    }

    /** Somebody who uses applications. */
    ObjectNode customer(Bounded customer) {
        ObjectNode row = json.object();
        row.putNull("alias").putNull("allowed_model_region").putNull("default_model");
        row.setAll(json.tree(customer.extras()));
        row.put("user_id", customer.holder().ids().getFirst());
        SpendFields.mark(row, Kind.END_USER, customer.holder().ids().getFirst());
        row.put("blocked", customer.blocked());
        row.put("budget_id", customer.limits().terms());
        row.set("litellm_budget_table", table(customer));
        return dated(row, customer);
    }

    /** A tag. */
    ObjectNode tag(Bounded tag) {
        ObjectNode row = json.object();
        row.putNull("description");
        row.putArray("models");
        row.setAll(json.tree(tag.extras()));
        row.put("name", tag.holder().ids().getFirst());
        row.put("budget_id", tag.limits().terms());
        row.set("litellm_budget_table", table(tag));
        return dated(row, tag);
    }

    /** Many of them. */
    ArrayNode list(List<Bounded> all, Function<Bounded, ObjectNode> each) {
        ArrayNode list = json.object().arrayNode();
        all.forEach(one -> list.add(each.apply(one)));
        return list;
    }

    private ObjectNode table(Bounded bounded) {
        ObjectNode table = bounds(bounded);
        String window = String.valueOf(bounded.limits().window());
        table.put("budget_duration", bounded.limits().window() == null ? null : window);
        return table.put("budget_id", bounded.limits().terms());
    }

    private ObjectNode bounds(Bounded bounded) {
        ObjectNode row = json.tree(DEFAULTS);
        CommonAnswers.put(row, bounded.limits());
        return row;
    }

    private static ObjectNode dated(ObjectNode row, Bounded bounded) {
        row.put("created_at", Times.text(bounded.createdAt()));
        return row.put("updated_at", Times.text(bounded.updatedAt()));
    }
}
