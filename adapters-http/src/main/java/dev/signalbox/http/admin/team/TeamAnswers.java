package dev.signalbox.http.admin.team;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ReadTeams.TeamView;
import dev.signalbox.application.driving.admin.spend.TellSpent.Kind;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.SpendFields;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;
import dev.signalbox.http.admin.key.KeyAnswers;

import java.util.List;

/** Teams as administrators see them: all of LiteLLM's fields, always. Safe for many threads. */
public final class TeamAnswers {

    /** What a team has in LiteLLM and has not got here yet. */
    private static final FreeJson DEFAULTS =
            new FreeJson(
                    """
                    {"organization_id": null, "admins": [], "members": [],
                     "team_member_permissions": [], "metadata": {}, "budget_duration": null,
                     "spend": null, "budget_reset_at": null, "model_id": null,
                     "litellm_model_table": null}
                    """);

    private static final String UNBOUND =
            "The team has aliases and its `models` is empty: the other groups stay callable by their"
                    + " own names. List the groups that it may call in `models` to bind it.";

    private final AdminJson json;
    private final KeyAnswers keys;

    public TeamAnswers(AdminJson json) {
        this.json = json;
        this.keys = new KeyAnswers(json);
    }

    /** A team as it is stored, in the columns that every answer has. */
    public ObjectNode row(Team team) {
        ObjectNode row = json.tree(DEFAULTS);
        row.setAll(json.tree(team.extras()));
        row.put("team_id", team.id().text());
        row.put("team_alias", team.name());
        SpendFields.mark(row, Kind.TEAM, team.id().text());
        CommonAnswers.put(row, "models", team.models().entries());
        row.put("blocked", team.blocked());
        CommonAnswers.put(row, "residency", team.routing().residency().stream().sorted().toList());
        CommonAnswers.put(row, team.limits());
        ArrayNode members = row.putArray("members_with_roles");
        team.members().forEach(member -> members.add(member(member)));
        CommonAnswers.put(row, "model_aliases", team.aliases());
        if (!team.aliases().names().isEmpty()) {
            row.set("litellm_model_table", modelTable(team));
        }
        row.put("created_at", Times.text(team.createdAt()));
        row.put("updated_at", Times.text(team.updatedAt()));
        return row;
    }

    /** A team as it is stored. */
    ObjectNode data(Team team) {
        ObjectNode data = row(team);
        data.putObject("model_spend");
        data.putObject("model_max_budget");
        data.putNull("litellm_organization_table");
        return data;
    }

    /** A team that was just made. */
    ObjectNode made(Team team, List<String> more) {
        return warned(row(team), team, more);
    }

    /** A team that was just changed; {@code data} has no field that {@link #made} has not. */
    ObjectNode changed(Team team, List<String> more) {
        ObjectNode answer = json.object();
        answer.put("team_id", team.id().text());
        answer.set("data", data(team));
        return warned(answer, team, more);
    }

    /** Teams that are gone. */
    ObjectNode deleted(List<Team.Id> ids) {
        ObjectNode answer = json.object();
        CommonAnswers.put(answer, "deleted_teams", ids.stream().map(Team.Id::text).toList());
        return answer;
    }

    /** A team with its new members. */
    ObjectNode joined(Team team, List<User> users, Limits limits) {
        ObjectNode answer = data(team);
        ArrayNode updated = answer.putArray("updated_users");
        users.forEach(
                user ->
                        updated.addObject()
                                .put("user_id", user.id().text())
                                .put("user_email", user.email())
                                .put("user_role", user.role().word()));
        ArrayNode memberships = answer.putArray("updated_team_memberships");
        users.forEach(
                user ->
                        memberships
                                .addObject()
                                .put("user_id", user.id().text())
                                .put("team_id", team.id().text())
                                .put("budget_id", limits.terms())
                                .put("max_budget_in_team", limits.of(Limit.MAX_BUDGET)));
        return answer;
    }

    /** A team and what belongs to it. */
    ObjectNode info(TeamView view) {
        ObjectNode answer = json.object();
        answer.put("team_id", view.team().id().text());
        answer.set("team_info", marked(view));
        return withBelongings(answer, view);
    }

    /** Many of them. */
    ArrayNode list(List<TeamView> views) {
        ArrayNode list = json.object().arrayNode();
        views.forEach(view -> list.add(withBelongings(marked(view), view)));
        return list;
    }

    /** A page of them. */
    ObjectNode page(Page<TeamView> page) {
        ObjectNode answer = json.object();
        answer.set("teams", list(page.rows()));
        answer.put("total", page.total());
        answer.put("page", page.wish().number());
        answer.put("page_size", page.wish().size());
        answer.put("total_pages", page.pages());
        return answer;
    }

    /** The aliases that a team has had. */
    ObjectNode history(Team.Id team, List<PastAliases> past) {
        ObjectNode answer = json.object();
        answer.put("team_id", team.text());
        ArrayNode rows = answer.putArray("history");
        for (PastAliases then : past) {
            ObjectNode row = rows.addObject();
            row.put("revision", then.revision());
            row.put("at", Times.text(then.at()));
            row.put("by", then.by().name());
            row.put("from", then.by().address());
            row.put("on_behalf_of", then.by().onBehalfOf());
            CommonAnswers.put(row, "model_aliases", then.aliases());
        }
        return answer;
    }

    private ObjectNode member(Team.Member member) {
        return json.object()
                .put("user_id", member.user().text())
                .put("user_email", member.email())
                .put("role", member.leads() ? "admin" : "user");
    }

    private ObjectNode marked(TeamView view) {
        ObjectNode team = row(view.team());
        CommonAnswers.put(team, "dangling_aliases", new Aliases(view.dangling()));
        return team;
    }

    private ObjectNode withBelongings(ObjectNode answer, TeamView view) {
        ArrayNode rows = answer.putArray("keys");
        view.keys().forEach(key -> rows.add(keys.row(key)));
        answer.putArray("team_memberships");
        return answer;
    }

    private static ObjectNode warned(ObjectNode answer, Team team, List<String> more) {
        ArrayNode warnings = answer.putArray("warnings");
        if (team.aliasesBindNothing()) {
            warnings.add(UNBOUND);
        }
        more.forEach(warnings::add);
        return answer;
    }

    private ObjectNode modelTable(Team team) {
        ObjectNode table = json.object();
        CommonAnswers.put(table, "model_aliases", team.aliases());
        table.put("created_by", "default_user_id");
        table.put("updated_by", "default_user_id");
        return table;
    }
}
