package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.ManageTeams;
import dev.signalbox.application.driving.Verdict;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Objection;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Teams are made, changed and deleted. */
public final class TeamAdmin implements ManageTeams {

    private static final Comparator<Team> BY_NAME_AND_ID =
            Comparator.comparing(Team::name, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(team -> team.id().text());

    private final Changes changes;
    private final InstantSource clock;
    private final Supplier<String> newIds;

    /**
     * @param newIds gives a text that nobody has got before
     */
    public TeamAdmin(Changes changes, InstantSource clock, Supplier<String> newIds) {
        this.changes = changes;
        this.clock = clock;
        this.newIds = newIds;
    }

    @Override
    public Verdict<Team> create(NewTeam wanted) {
        Team.Id id = wanted.id() == null ? new Team.Id(newIds.get()) : wanted.id();
        Instant now = clock.instant();
        Team team =
                new Team(
                        id,
                        wanted.name(),
                        wanted.models(),
                        wanted.aliases(),
                        wanted.blocked(),
                        wanted.extras(),
                        now,
                        now);
        return changes.make(
                edit -> {
                    requireGroups(team.aliases());
                    if (edit.team(id).isPresent()) {
                        throw new Veto(new Objection.TeamExists(id));
                    }
                    edit.put(team);
                    return team;
                });
    }

    @Override
    public Verdict<Team> change(Team.Id id, Change change) {
        return changes.make(
                edit -> {
                    Team changed = changed(existing(edit, id), change);
                    edit.put(changed);
                    return changed;
                });
    }

    @Override
    public Verdict<List<Team.Id>> delete(List<Team.Id> ids) {
        return changes.make(
                edit -> {
                    for (Team.Id id : ids) {
                        edit.remove(existing(edit, id).id());
                    }
                    return List.copyOf(ids);
                });
    }

    @Override
    public Verdict<TeamView> look(Team.Id id) {
        return changes.ask(
                () -> {
                    changes.live().refresh();
                    Team team = changes.live().present().team(id);
                    if (team == null) {
                        throw new Veto(new Objection.NoSuchTeam(id));
                    }
                    return views(List.of(team)).getFirst();
                });
    }

    @Override
    public Verdict<List<TeamView>> list() {
        return changes.ask(
                () -> {
                    List<Team> teams = changes.registry().contents().teams();
                    return views(teams.stream().sorted(BY_NAME_AND_ID).toList());
                });
    }

    private List<TeamView> views(List<Team> teams) {
        Map<Team.Id, List<Key>> keys =
                changes.registry().keysOf(teams.stream().map(Team::id).toList()).stream()
                        .filter(key -> key.team() != null)
                        .collect(Collectors.groupingBy(Key::team));
        return teams.stream()
                .map(team -> view(team, keys.getOrDefault(team.id(), List.of())))
                .toList();
    }

    private TeamView view(Team team, List<Key> keys) {
        return new TeamView(team, keys, team.aliases().dangling(groups()));
    }

    private Team changed(Team team, Change change) {
        if (change.aliases() != null) {
            requireGroups(change.aliases());
        }
        return new Team(
                team.id(),
                change.name() == null ? team.name() : change.name().apply(team.name()),
                change.models() == null ? team.models() : change.models(),
                change.aliases() == null ? team.aliases() : change.aliases(),
                change.blocked() == null ? team.blocked() : change.blocked(),
                change.extras() == null ? team.extras() : change.extras().apply(team.extras()),
                team.createdAt(),
                clock.instant());
    }

    private void requireGroups(Aliases aliases) {
        Map<ModelName, ModelName> dangling = aliases.dangling(groups());
        if (!dangling.isEmpty()) {
            throw new Veto(new Objection.AliasToNowhere(dangling, groups()));
        }
    }

    private Set<ModelName> groups() {
        return changes.live().present().groupNames();
    }

    private static Team existing(Edit edit, Team.Id id) {
        return edit.team(id).orElseThrow(() -> new Veto(new Objection.NoSuchTeam(id)));
    }
}
