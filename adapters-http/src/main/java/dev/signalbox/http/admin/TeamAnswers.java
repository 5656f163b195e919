package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ReadTeams.TeamView;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Teams as administrators see them: all of LiteLLM's fields, always. Safe for many threads. */
final class TeamAnswers {

    /** What a team has in LiteLLM and has not got here yet. */
    private static final FreeJson DEFAULTS =
            new FreeJson(
                    """
                    {"organization_id": null, "admins": [], "members": [],
                     "members_with_roles":
                       [{"user_id": "default_user_id", "user_email": null, "role": "admin"}],
                     "team_member_permissions": [], "metadata": {}, "tpm_limit": null,
                     "rpm_limit": null, "max_budget": null, "budget_duration": null, "spend": 0.0,
                     "max_parallel_requests": null, "budget_reset_at": null, "model_id": null,
                     "litellm_model_table": null}
                    """);

    private static final String UNBOUND =
            "The team has aliases and its `models` is empty: the other groups stay callable by their"
                    + " own names. List the groups that it may call in `models` to bind it.";

    private final AdminJson json;
    private final KeyAnswers keys;

    TeamAnswers(AdminJson json) {
        this.json = json;
        this.keys = new KeyAnswers(json);
    }

    private ObjectNode row(Team team) {
        ObjectNode row = json.tree(DEFAULTS);
        row.setAll(json.tree(team.extras()));
        row.put("team_id", team.id().text());
        row.put("team_alias", team.name());
        ArrayNode models = row.putArray("models");
        team.models().entries().forEach(models::add);
        row.put("blocked", team.blocked());
        row.set("model_aliases", names(team.aliases().targets()));
        if (!team.aliases().targets().isEmpty()) {
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
        ArrayNode deleted = answer.putArray("deleted_teams");
        ids.forEach(id -> deleted.add(id.text()));
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

    private ObjectNode marked(TeamView view) {
        ObjectNode team = row(view.team());
        team.set("dangling_aliases", names(view.dangling()));
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
        table.set("model_aliases", names(team.aliases().targets()));
        table.put("created_by", "default_user_id");
        table.put("updated_by", "default_user_id");
        return table;
    }

    private ObjectNode names(Map<ModelName, ModelName> names) {
        ObjectNode object = json.object();
        new TreeMap<>(names).forEach((alias, target) -> object.put(alias.text(), target.text()));
        return object;
    }
}
