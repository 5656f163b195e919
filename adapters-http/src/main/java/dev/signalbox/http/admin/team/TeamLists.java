package dev.signalbox.http.admin.team;

import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.signalbox.application.driving.admin.ReadHistory;
import dev.signalbox.application.driving.admin.ReadTeams;
import dev.signalbox.application.driving.admin.ReadTeams.TeamView;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;

import java.util.List;
import java.util.Set;

/** Teams are looked at over HTTP. Safe for many threads. */
public final class TeamLists {

    private static final String ID = "team_id";
    private static final PageWish EVERYTHING = new PageWish(1, 10_000, PageWish.Order.NAME, false);

    private final ReadTeams teams;
    private final ReadHistory history;
    private final Set<Team.Id> open;
    private final Desk desk;
    private final TeamAnswers answers;

    /**
     * @param open the teams that anybody may join
     */
    public TeamLists(ReadTeams teams, ReadHistory history, Set<Team.Id> open, Desk desk) {
        this.teams = teams;
        this.history = history;
        this.open = Set.copyOf(open);
        this.desk = desk;
        this.answers = new TeamAnswers(desk.json());
    }

    /** {@code /team/info}. */
    public void look(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(teams.look(asked.actor(), id(asked)))
                                .map(
                                        view -> {
                                            asked.tag(view.team().updatedAt());
                                            return answers.info(view);
                                        }));
    }

    /** {@code /team/list}: all at once, by name. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        page(asked, filter(asked), EVERYTHING)
                                .map(page -> answers.list(page.rows())));
    }

    /** {@code /v2/team/list}: page by page. */
    public void page(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> page(asked, filter(asked), asked.page("page_size")).map(answers::page));
    }

    /** {@code /team/available}: those that anybody may join and the caller has not joined. */
    public void available(Exchange exchange, String variable) {
        desk.look(exchange, this::available);
    }

    /** {@code /team/aliases/history}. */
    public void aliases(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    Team.Id id = id(asked);
                    return AdminErrors.checked(history.aliasesOf(asked.actor(), id))
                            .map(past -> answers.history(id, past));
                });
    }

    private Checked<ArrayNode> available(Asked asked) {
        if (open.isEmpty()) {
            return Checked.bad(
                    ErrorAnswer.of(
                            400,
                            "bad_request_error",
                            null,
                            "No available teams are configured: litellm_settings."
                                    + "default_internal_user_params.available_teams lists none."));
        }
        User.Id user = asked.actor().rights().user();
        return AdminErrors.checked(teams.open(asked.actor(), open))
                .map(
                        found -> {
                            List<Team> others =
                                    found.stream()
                                            .filter(
                                                    team ->
                                                            user == null
                                                                    || team.member(user) == null)
                                            .toList();
                            ArrayNode list = desk.json().object().arrayNode();
                            others.forEach(
                                    team ->
                                            list.addObject()
                                                    .put(ID, team.id().text())
                                                    .put("team_alias", team.name()));
                            return list;
                        });
    }

    private Checked<Page<TeamView>> page(Asked asked, TeamFilter filter, PageWish wish) {
        return AdminErrors.checked(teams.page(asked.actor(), filter, wish));
    }

    private static TeamFilter filter(Asked asked) {
        String user = asked.text("user_id");
        String id = asked.text(ID);
        return new TeamFilter(
                user == null ? null : Form.userId("user_id", user),
                id == null ? null : Form.teamId(ID, id),
                asked.text("team_alias"));
    }

    private static Team.Id id(Asked asked) {
        return Form.teamId(ID, asked.required(ID));
    }
}
