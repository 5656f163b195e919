package dev.signalbox.application.admin.reading;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driving.admin.ReadTeams;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Rights;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Teams are looked at. */
public final class TeamReader implements ReadTeams {

    private final Changes changes;
    private final Records records;

    public TeamReader(Changes changes, Records records) {
        this.changes = changes;
        this.records = records;
    }

    @Override
    public Verdict<TeamView> look(Actor actor, Team.Id id) {
        return changes.ask(
                () -> {
                    changes.live().refresh();
                    Team team = changes.live().present().team(id);
                    if (team == null || !actor.rights().mayLookAt(team)) {
                        throw new Veto(new Objection.NoSuchTeam(id));
                    }
                    return views(List.of(team), actor.rights()).getFirst();
                });
    }

    @Override
    public Verdict<Page<TeamView>> page(Actor actor, TeamFilter filter, PageWish wish) {
        return changes.ask(
                () -> {
                    Rights rights = actor.rights();
                    Page<Team> page = records.teams(permitted(filter, rights), wish);
                    return new Page<>(views(page.rows(), rights), page.total(), wish);
                });
    }

    @Override
    public Verdict<List<Team>> open(Actor actor, Set<Team.Id> ids) {
        return changes.ask(
                () ->
                        ids.stream()
                                .map(changes.live().present()::team)
                                .filter(Objects::nonNull)
                                .sorted(Comparator.comparing(team -> team.id().text()))
                                .toList());
    }

    /** Whoever may not look at all teams sees those that they belong to. */
    private static TeamFilter permitted(TeamFilter filter, Rights rights) {
        if (rights.reads()) {
            return filter;
        }
        User.Id user = rights.user();
        Team.Id only = rights.confinedTo() == null ? filter.id() : rights.confinedTo();
        boolean asksForOthers =
                (filter.member() != null && !filter.member().equals(user))
                        || (filter.id() != null && !filter.id().equals(only));
        Changes.require(!asksForOthers && (user != null || only != null));
        return new TeamFilter(
                rights.confinedTo() == null ? user : filter.member(), only, filter.namePart());
    }

    private List<TeamView> views(List<Team> teams, Rights rights) {
        List<Team.Id> shown =
                teams.stream()
                        .filter(team -> rights.reads() || rights.leads(team))
                        .map(Team::id)
                        .toList();
        Map<Team.Id, List<Key>> keys =
                records.keysOf(shown, MOST_KEYS).stream()
                        .filter(key -> key.team() != null)
                        .collect(Collectors.groupingBy(Key::team));
        return teams.stream()
                .map(team -> view(team, keys.getOrDefault(team.id(), List.of())))
                .toList();
    }

    private TeamView view(Team team, List<Key> keys) {
        return new TeamView(team, keys, team.aliases().dangling(changes.live().present()::serves));
    }
}
