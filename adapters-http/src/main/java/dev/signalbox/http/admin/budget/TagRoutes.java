package dev.signalbox.http.admin.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.exchange.Exchange;

import java.util.List;
import java.util.Set;

/** What may be spent under a tag is said ({@code /tag/*}). Safe for many threads. */
public final class TagRoutes {

    private static final String NAME = "name";
    private static final String MODELS = "models";

    /** Of one that is to be, or to change. */
    public static final FieldNames TAG =
            new FieldNames(Set.of(NAME, "budget_id", MODELS), KeptFields.TAG).andLimits();

    /** Which tag. */
    public static final FieldNames ONE = FieldNames.only(NAME);

    /** Several of them. */
    public static final FieldNames SOME = FieldNames.only("names");

    private final ManageBudgets budgets;
    private final Desk desk;
    private final BudgetAnswers answers;

    public TagRoutes(ManageBudgets budgets, Desk desk) {
        this.budgets = budgets;
        this.desk = desk;
        this.answers = new BudgetAnswers(desk.json());
    }

    /** {@code /tag/new}. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                TAG,
                (asked, form) ->
                        AdminErrors.checked(
                                        budgets.create(
                                                asked.actor(),
                                                BudgetForms.wanted(form, holder(form))))
                                .map(tag -> told(tag, "created")));
    }

    /** {@code /tag/update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                TAG,
                (asked, form) -> {
                    Holder holder = holder(form);
                    return AdminErrors.checked(
                                    budgets.change(
                                            asked.actor(),
                                            holder,
                                            BudgetForms.change(form, holder)))
                            .map(tag -> told(tag, "updated"));
                });
    }

    /** {@code /tag/delete}: calls under it are served all the same. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ONE,
                (asked, form) ->
                        AdminErrors.checked(budgets.delete(asked.actor(), List.of(holder(form))))
                                .map(gone -> message(form.required(NAME), "deleted")));
    }

    /** {@code /tag/info}: by name. */
    public void look(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME,
                (asked, form) -> {
                    List<Holder> holders = BudgetForms.holders(form, Level.TAG, "names");
                    return AdminErrors.checked(budgets.look(asked.actor(), holders))
                            .map(this::byName);
                });
    }

    /** {@code /tag/list}. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(budgets.list(asked.actor(), Level.TAG))
                                .map(found -> answers.list(found, answers::tag)));
    }

    private ObjectNode byName(List<Bounded> tags) {
        ObjectNode answer = desk.json().object();
        tags.forEach(tag -> answer.set(tag.holder().ids().getFirst(), answers.tag(tag)));
        return answer;
    }

    private ObjectNode told(Bounded tag, String what) {
        ObjectNode answer = message(tag.holder().ids().getFirst(), what);
        answer.set("tag", answers.tag(tag));
        return answer;
    }

    private ObjectNode message(String name, String what) {
        return desk.json().object().put("message", "Tag " + name + " " + what + " successfully");
    }

    /** Which deployments serve a tag, they say themselves. */
    private static Holder holder(Form form) {
        if (!form.texts(MODELS).isEmpty()) {
            throw Form.Wrong.field(
                    MODELS,
                    "Deployments say by `tags` in their litellm_params which calls they serve;"
                            + " leave models out.");
        }
        return BudgetForms.holder(Level.TAG, NAME, form.required(NAME));
    }
}
