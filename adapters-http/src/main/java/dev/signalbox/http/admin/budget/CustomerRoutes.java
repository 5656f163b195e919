package dev.signalbox.http.admin.budget;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.exchange.Exchange;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People who use applications ({@code user} in a call) are bounded and blocked. Safe for many
 * threads.
 */
public final class CustomerRoutes {

    private static final String ID = "user_id";
    private static final String IDS = "user_ids";

    /** Of one that is to be, or to change. */
    public static final FieldNames CUSTOMER =
            new FieldNames(Set.of(ID, "budget_id", "blocked"), KeptFields.END_USER).andLimits();

    /** Several of them. */
    public static final FieldNames SOME = FieldNames.only(IDS);

    private final ManageBudgets budgets;
    private final Desk desk;
    private final BudgetAnswers answers;

    public CustomerRoutes(ManageBudgets budgets, Desk desk) {
        this.budgets = budgets;
        this.desk = desk;
        this.answers = new BudgetAnswers(desk.json());
    }

    /** {@code /customer/new}. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                CUSTOMER,
                (asked, form) ->
                        AdminErrors.checked(
                                        budgets.create(
                                                asked.actor(),
                                                BudgetForms.wanted(form, holder(form))))
                                .map(made -> warned(made, form)));
    }

    /** {@code /customer/update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                CUSTOMER,
                (asked, form) -> {
                    Holder holder = holder(form);
                    return AdminErrors.checked(
                                    budgets.change(
                                            asked.actor(),
                                            holder,
                                            BudgetForms.change(form, holder)))
                            .map(changed -> warned(changed, form));
                });
    }

    /** {@code /customer/delete}: their calls are served as those of anybody. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME,
                (asked, form) ->
                        AdminErrors.checked(budgets.delete(asked.actor(), holders(form)))
                                .map(this::deleted));
    }

    /** {@code /customer/block}. */
    public void block(Exchange exchange, String variable) {
        blocking(exchange, true);
    }

    /** {@code /customer/unblock}. */
    public void unblock(Exchange exchange, String variable) {
        blocking(exchange, false);
    }

    /** {@code /customer/info}. */
    public void look(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    String field = "end_user_id";
                    Holder holder =
                            BudgetForms.holder(Level.END_USER, field, asked.required(field));
                    return AdminErrors.checked(budgets.look(asked.actor(), List.of(holder)))
                            .map(found -> answers.customer(found.getFirst()));
                });
    }

    /** {@code /customer/list}. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(budgets.list(asked.actor(), Level.END_USER))
                                .map(found -> answers.list(found, answers::customer)));
    }

    private void blocking(Exchange exchange, boolean blocked) {
        desk.take(
                exchange,
                SOME,
                (asked, form) ->
                        AdminErrors.checked(budgets.block(asked.actor(), holders(form), blocked))
                                .map(all -> blocked(all, blocked)));
    }

    private ObjectNode blocked(List<Bounded> all, boolean blocked) {
        ObjectNode answer = desk.json().object();
        ArrayNode list = answer.putArray(blocked ? "blocked_users" : "unblocked_users");
        all.forEach(customer -> list.add(answers.customer(customer)));
        return answer;
    }

    private ObjectNode deleted(List<Holder> gone) {
        String ids = gone.stream().map(Holder::id).collect(Collectors.joining(", "));
        return desk.json()
                .object()
                .put("deleted_customers", gone.size())
                .put("message", "Successfully deleted customers with ids: " + ids);
    }

    private ObjectNode warned(Bounded customer, Form form) {
        ObjectNode answer = answers.customer(customer);
        CommonAnswers.put(answer, "warnings", form.warnings());
        return answer;
    }

    private static Holder holder(Form form) {
        return BudgetForms.holder(Level.END_USER, ID, form.required(ID));
    }

    private static List<Holder> holders(Form form) {
        return BudgetForms.holders(form, Level.END_USER, IDS);
    }
}
