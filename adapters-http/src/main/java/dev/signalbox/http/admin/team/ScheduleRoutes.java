package dev.signalbox.http.admin.team;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.PlanAliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.Times;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Aliases that hold from a moment on are planned over HTTP. Safe for many threads. */
public final class ScheduleRoutes {

    /** From when on. */
    static final String MOMENT = "effective_at";

    private static final String ID = "schedule_id";
    private static final String TEAM = "team_id";
    private static final String ALIASES = "model_aliases";

    /** Which team, which aliases, and from when on. */
    public static final FieldNames PLAN = FieldNames.only(TEAM, ALIASES, MOMENT);

    /** Which plan. */
    public static final FieldNames ONE_PLAN = FieldNames.only(ID);

    private final PlanAliases plans;
    private final Desk desk;

    public ScheduleRoutes(PlanAliases plans, Desk desk) {
        this.plans = plans;
        this.desk = desk;
    }

    /** {@code /team/aliases/schedule}. */
    public void plan(Exchange exchange, String variable) {
        desk.take(
                exchange,
                PLAN,
                (asked, form) -> planned(asked, form).map(plan -> row(desk.json(), plan)));
    }

    /** {@code /team/aliases/schedules}: what waits, and what became of the rest. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    Team.Id team = Form.teamId(TEAM, asked.required(TEAM));
                    return AdminErrors.checked(plans.plans(asked.actor(), team))
                            .map(found -> rows(team, found));
                });
    }

    /** {@code /team/aliases/schedule/cancel}. */
    public void cancel(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ONE_PLAN,
                (asked, form) ->
                        AdminErrors.checked(plans.cancel(asked.actor(), form.required(ID)))
                                .map(plan -> row(desk.json(), plan)));
    }

    /** What a form plans; {@code /team/update} takes the same. */
    Checked<PlannedAliases> planned(Asked asked, Form form) {
        if (!form.says(ALIASES)) {
            throw Form.Wrong.field(ALIASES, "Missing required parameter: '" + ALIASES + "'.");
        }
        return AdminErrors.checked(
                plans.plan(
                        asked.actor(),
                        Form.teamId(TEAM, form.required(TEAM)),
                        form.aliases(ALIASES),
                        moment(form.required(MOMENT))));
    }

    /** What is said of one beside the team that it is for. */
    static String sentence(PlannedAliases plan) {
        return "Nothing has changed yet: the aliases hold from "
                + Times.text(plan.at())
                + " on, as schedule "
                + plan.id()
                + ".";
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Form.Wrong.field(
                    MOMENT,
                    "A moment is written as in 2026-12-31T18:00:00Z or 2026-12-31T19:00:00+01:00.");
        }
    }

    private ObjectNode rows(Team.Id team, List<PlannedAliases> found) {
        ObjectNode answer = desk.json().object();
        answer.put(TEAM, team.text());
        ArrayNode rows = answer.putArray("schedules");
        found.forEach(plan -> rows.add(row(desk.json(), plan)));
        return answer;
    }

    private static ObjectNode row(AdminJson json, PlannedAliases plan) {
        ObjectNode row = json.object();
        row.put(ID, plan.id());
        row.put(TEAM, plan.team().text());
        CommonAnswers.put(row, ALIASES, plan.aliases());
        row.put(MOMENT, Times.text(plan.at()));
        row.put("state", plan.state().word());
        row.put("why", plan.why());
        row.put("by", plan.by().name());
        row.put("on_behalf_of", plan.by().onBehalfOf());
        row.put("created_at", Times.text(plan.made()));
        return row;
    }
}
