package dev.signalbox.http.admin.budget;

import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.exchange.Exchange;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Terms that several share ({@code /budget/*}) are looked after. Safe for many threads. */
public final class TermsRoutes {

    private static final String ID = "budget_id";

    /** Of terms that are to be, or to change. */
    public static final FieldNames TERMS = new FieldNames(Set.of(ID), KeptFields.TERMS).andLimits();

    /** Which terms. */
    public static final FieldNames ONE = FieldNames.only("id");

    /** Several of them. */
    public static final FieldNames SOME = FieldNames.only("budgets");

    private final ManageBudgets budgets;
    private final Desk desk;
    private final BudgetAnswers answers;

    public TermsRoutes(ManageBudgets budgets, Desk desk) {
        this.budgets = budgets;
        this.desk = desk;
        this.answers = new BudgetAnswers(desk.json());
    }

    /** {@code /budget/new}: an id is made up if none is given. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                TERMS,
                (asked, form) -> {
                    String id = form.text(ID);
                    Holder holder =
                            BudgetForms.holder(
                                    Level.TERMS,
                                    ID,
                                    id == null ? UUID.randomUUID().toString() : id);
                    return AdminErrors.checked(
                                    budgets.create(asked.actor(), BudgetForms.wanted(form, holder)))
                            .map(answers::terms);
                });
    }

    /** {@code /budget/update}: effective for everybody under these terms. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                TERMS,
                (asked, form) -> {
                    Holder holder = BudgetForms.holder(Level.TERMS, ID, form.required(ID));
                    return AdminErrors.checked(
                                    budgets.change(
                                            asked.actor(),
                                            holder,
                                            BudgetForms.change(form, holder)))
                            .map(answers::terms);
                });
    }

    /** {@code /budget/delete}. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ONE,
                (asked, form) -> {
                    String id = form.required("id");
                    Holder holder = BudgetForms.holder(Level.TERMS, "id", id);
                    return AdminErrors.checked(budgets.delete(asked.actor(), List.of(holder)))
                            .map(
                                    gone -> {
                                        var answer = desk.json().object().put(ID, id);
                                        CommonAnswers.put(answer, "deleted_budgets", List.of(id));
                                        return answer;
                                    });
                });
    }

    /** {@code /budget/info}. */
    public void look(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME,
                (asked, form) -> {
                    List<Holder> holders = BudgetForms.holders(form, Level.TERMS, "budgets");
                    return AdminErrors.checked(budgets.look(asked.actor(), holders))
                            .map(found -> answers.list(found, answers::terms));
                });
    }

    /** {@code /budget/list}. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(budgets.list(asked.actor(), Level.TERMS))
                                .map(found -> answers.list(found, answers::terms)));
    }
}
