package dev.signalbox.http.admin.budget;

import dev.signalbox.application.driving.admin.spend.ManageBudgets.Change;
import dev.signalbox.application.driving.admin.spend.ManageBudgets.Wanted;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.http.admin.bounds.Bounds;
import dev.signalbox.http.admin.bounds.ModelBounds;
import dev.signalbox.http.admin.form.Form;

import java.util.List;

/** What is filled in for one that is bounded, and what it means. */
final class BudgetForms {

    private BudgetForms() {}

    /**
     * The one that {@code field} names.
     *
     * @param text its id there
     */
    static Holder holder(Holder.Level level, String field, String text) {
        if (!Team.Id.accepts(text)) {
            throw Form.Wrong.field(
                    field,
                    "The field "
                            + field
                            + " has 1 to "
                            + Team.Id.MAX_LENGTH
                            + " characters, none a control one.");
        }
        return Holder.of(level, text);
    }

    /** All that a list names. */
    static List<Holder> holders(Form form, Holder.Level level, String field) {
        return form.requiredTexts(field).stream().map(text -> holder(level, field, text)).toList();
    }

    /** One that is to be. */
    static Wanted wanted(Form form, Holder holder) {
        return new Wanted(
                holder, limits(form, holder, Limits.NONE), blocks(form), form.kept(FreeJson.EMPTY));
    }

    /** What was not filled in stays; what was filled in as null is cleared. */
    static Change change(Form form, Holder holder) {
        // Read now, so that what is wrong is told before anything is locked.
        Limits unused = limits(form, holder, Limits.NONE);
        return new Change(
                before -> limits(form, holder, before),
                form.has("blocked") ? blocks(form) : null,
                form::kept);
    }

    private static boolean blocks(Form form) {
        return Boolean.TRUE.equals(form.flag("blocked"));
    }

    /** Terms are under no other terms: their own {@code budget_id} is their name. */
    private static Limits limits(Form form, Holder holder, Limits before) {
        Limits limits = Bounds.of(form, before);
        return holder.level() == Holder.Level.TERMS
                ? ModelBounds.of(form, limits)
                : Bounds.terms(form, limits);
    }
}
