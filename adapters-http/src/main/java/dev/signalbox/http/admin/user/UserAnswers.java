package dev.signalbox.http.admin.user;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ManageUsers.NewcomerView;
import dev.signalbox.application.driving.admin.ManageUsers.UserView;
import dev.signalbox.application.driving.admin.spend.TellSpent.Kind;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.SpendFields;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;
import dev.signalbox.http.admin.key.KeyAnswers;
import dev.signalbox.http.admin.team.TeamAnswers;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Users as administrators see them. Safe for many threads. */
final class UserAnswers {

    /** What a user has in LiteLLM and has not got here yet. */
    private static final FreeJson DEFAULTS =
            new FreeJson(
                    """
                    {"spend": null, "metadata": {}, "budget_duration": null,
                     "budget_reset_at": null, "allowed_cache_controls": [], "model_spend": {},
                     "model_max_budget": {}, "organization_id": null, "sso_user_id": null}
                    """);

    private final AdminJson json;
    private final KeyAnswers keys;
    private final TeamAnswers teams;

    UserAnswers(AdminJson json) {
        this.json = json;
        this.keys = new KeyAnswers(json);
        this.teams = new TeamAnswers(json);
    }

    /** A user as they are stored. */
    ObjectNode row(User user) {
        ObjectNode row = json.tree(DEFAULTS);
        row.setAll(json.tree(user.extras()));
        row.put("user_id", user.id().text());
        row.put("user_email", user.email());
        row.put("user_alias", user.name());
        SpendFields.mark(row, Kind.USER, user.id().text());
        row.put("user_role", user.role().word());
        CommonAnswers.put(row, "models", user.models().entries());
        CommonAnswers.put(row, user.limits());
        row.put("created_at", Times.text(user.createdAt()));
        row.put("updated_at", Times.text(user.updatedAt()));
        return row;
    }

    /** A user that was just made, with the key that was made for them. */
    ObjectNode made(NewcomerView made, @Nullable String duration, List<String> warnings) {
        ObjectNode answer =
                made.key() == null
                        ? json.object().putNull("key").putNull("expires")
                        : keys.issued(made.key(), duration, warnings);
        answer.setAll(row(made.user()));
        CommonAnswers.put(answer, "teams", made.teams().stream().map(Team.Id::text).toList());
        CommonAnswers.put(answer, "warnings", warnings);
        return answer;
    }

    /** A user that was just changed. */
    ObjectNode changed(User user, List<String> warnings) {
        ObjectNode answer = json.object();
        answer.put("user_id", user.id().text());
        answer.set("data", row(user));
        CommonAnswers.put(answer, "warnings", warnings);
        return answer;
    }

    /** A user and what belongs to them. */
    ObjectNode info(UserView view) {
        ObjectNode answer = json.object();
        answer.put("user_id", view.id().text());
        answer.set("user_info", view.user() == null ? null : row(view.user()));
        ArrayNode owned = answer.putArray("keys");
        view.keys().forEach(key -> owned.add(keys.row(key)));
        ArrayNode joined = answer.putArray("teams");
        view.teams().forEach(team -> joined.add(teams.row(team)));
        return answer;
    }

    /** A page of them. */
    ObjectNode page(Page<User> page) {
        ObjectNode answer = json.object();
        ArrayNode users = answer.putArray("users");
        page.rows().forEach(user -> users.add(row(user)));
        answer.put("total", page.total());
        answer.put("page", page.wish().number());
        answer.put("page_size", page.wish().size());
        answer.put("total_pages", page.pages());
        return answer;
    }
}
