package dev.signalbox.http.admin.team;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.ManageTeams.Change;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.admin.form.RoutingFields;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Teams are changed over HTTP. Safe for many threads. */
public final class TeamRoutes {

    private static final String ID = "team_id";
    private static final String IDS = "team_ids";

    /** Of a team that is to be. */
    public static final FieldNames NEW_TEAM =
            new FieldNames(
                            Set.of(
                                    ID,
                                    "team_alias",
                                    "models",
                                    "model_aliases",
                                    "blocked",
                                    "members_with_roles",
                                    RoutingFields.RESIDENCY),
                            KeptFields.TEAM)
                    .andLimits();

    /** Of a team that changes. Who belongs to it is changed by routes of its own. */
    public static final FieldNames TEAM =
            new FieldNames(
                            Set.of(
                                    ID,
                                    "team_alias",
                                    "models",
                                    "model_aliases",
                                    "blocked",
                                    ScheduleRoutes.MOMENT,
                                    RoutingFields.RESIDENCY),
                            KeptFields.TEAM)
                    .andLimits();

    /** Which team. */
    public static final FieldNames ONE_TEAM = FieldNames.only(ID);

    /** Which teams. */
    public static final FieldNames SOME_TEAMS = FieldNames.only(IDS);

    /** Which team, and which models. */
    public static final FieldNames MODELS = FieldNames.only(ID, "models");

    /** Which team, and to which revision. */
    public static final FieldNames ROLL_BACK = FieldNames.only(ID, "revision");

    private final ManageTeams teams;
    private final ScheduleRoutes schedules;
    private final Desk desk;
    private final TeamAnswers answers;
    private final TeamForms forms;

    public TeamRoutes(ManageTeams teams, ScheduleRoutes schedules, Desk desk) {
        this.teams = teams;
        this.schedules = schedules;
        this.desk = desk;
        this.answers = new TeamAnswers(desk.json());
        this.forms = new TeamForms(desk.json());
    }

    /** {@code /team/new}. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                NEW_TEAM,
                (asked, form) ->
                        AdminErrors.checked(
                                        teams.create(
                                                asked.actor(), forms.newTeam(form, asked.actor())))
                                .map(team -> answers.made(team, warnings(team, form))));
    }

    /** {@code /team/update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                TEAM,
                (asked, form) -> {
                    Team.Id id = id(form);
                    Change change = forms.change(form, asked.seen());
                    if (form.says(ScheduleRoutes.MOMENT)) {
                        return planned(asked, form, change);
                    }
                    return changed(asked, id, change)
                            .map(team -> answers.changed(team, warnings(team, form)));
                });
    }

    /** Shows the team as it is now. */
    private Checked<ObjectNode> planned(Asked asked, Form form, Change change) {
        if (!change.isOfAliasesOnly() || change.seen() != null) {
            throw Form.Wrong.field(
                    ScheduleRoutes.MOMENT,
                    "Only model_aliases can be planned, and without If-Match: what else there is to"
                            + " change is changed now, by a request of its own.");
        }
        return schedules
                .planned(asked, form)
                .then(
                        plan ->
                                AdminErrors.checked(teams.look(asked.actor(), plan.team()))
                                        .map(
                                                team ->
                                                        answers.changed(
                                                                team,
                                                                List.of(
                                                                        ScheduleRoutes.sentence(
                                                                                plan)))));
    }

    /** {@code /team/delete}. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME_TEAMS,
                (asked, form) -> {
                    List<Team.Id> ids =
                            form.requiredTexts(IDS).stream()
                                    .map(text -> Form.teamId(IDS, text))
                                    .toList();
                    return AdminErrors.checked(teams.delete(asked.actor(), ids))
                            .map(answers::deleted);
                });
    }

    /** {@code /team/block}. */
    public void block(Exchange exchange, String variable) {
        block(exchange, true);
    }

    /** {@code /team/unblock}. */
    public void unblock(Exchange exchange, String variable) {
        block(exchange, false);
    }

    /** {@code /team/model/add}. */
    public void addModels(Exchange exchange, String variable) {
        changeModels(
                exchange,
                (before, named) -> {
                    List<String> entries = new ArrayList<>(before.entries());
                    named.entries().stream()
                            .filter(entry -> !entries.contains(entry))
                            .forEach(entries::add);
                    return new ModelList(entries);
                });
    }

    /** {@code /team/model/delete}; an emptied list would let everything through, so none is. */
    public void removeModels(Exchange exchange, String variable) {
        changeModels(
                exchange,
                (before, named) -> {
                    List<String> entries = new ArrayList<>(before.entries());
                    boolean some = entries.removeAll(named.entries());
                    return some && entries.isEmpty()
                            ? new ModelList(List.of(ModelList.NOTHING))
                            : new ModelList(entries);
                });
    }

    /** {@code /team/aliases/rollback}. */
    public void rollBack(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ROLL_BACK,
                (asked, form) ->
                        AdminErrors.checked(
                                        teams.rollBackAliases(
                                                asked.actor(), id(form), form.number("revision")))
                                .map(team -> answers.changed(team, teams.remarks(team))));
    }

    private void block(Exchange exchange, boolean blocked) {
        desk.take(
                exchange,
                ONE_TEAM,
                (asked, form) ->
                        changed(asked, id(form), Change.blocking(blocked)).map(answers::data));
    }

    private void changeModels(
            Exchange exchange, BiFunction<ModelList, ModelList, ModelList> change) {
        desk.take(
                exchange,
                MODELS,
                (asked, form) -> {
                    Team.Id id = id(form);
                    List<String> unused = form.requiredTexts("models");
                    ModelList named = form.models("models");
                    return changed(
                                    asked,
                                    id,
                                    Change.ofModels(before -> change.apply(before, named)))
                            .map(answers::data);
                });
    }

    private Checked<Team> changed(Asked asked, Team.Id id, Change change) {
        return AdminErrors.checked(teams.change(asked.actor(), id, change))
                .map(
                        team -> {
                            asked.tag(team.updatedAt());
                            return team;
                        });
    }

    private List<String> warnings(Team team, Form form) {
        List<String> warnings = new ArrayList<>(form.warnings());
        warnings.addAll(teams.remarks(team));
        return warnings;
    }

    private static Team.Id id(Form form) {
        return Form.teamId(ID, form.required(ID));
    }
}
