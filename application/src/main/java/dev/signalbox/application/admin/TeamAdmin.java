package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Teams are made, changed and deleted. */
public final class TeamAdmin implements ManageTeams {

    private static final String ALIASES = "model_aliases";

    private final Changes changes;
    private final AuditLog history;
    private final InstantSource clock;
    private final Supplier<String> newIds;

    public TeamAdmin(Changes changes, AuditLog history, Makings makings) {
        this.changes = changes;
        this.history = history;
        this.clock = makings.clock();
        this.newIds = makings.newIds();
    }

    @Override
    public Verdict<Team> create(Actor actor, NewTeam wanted) {
        Team team = team(wanted);
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    changes.requireGroups(ALIASES, team.aliases());
                    Changes.requireNo(changes.rules().objection(null, team));
                    changes.requireInside(edit, team);
                    if (edit.team(team.id()).isPresent()) {
                        throw new Veto(new Objection.TeamExists(team.id()));
                    }
                    edit.put(team);
                    return team;
                });
    }

    @Override
    public Verdict<Team> change(Actor actor, Team.Id id, Change change) {
        return changes.make(
                actor,
                edit -> {
                    Team before = Changes.visible(edit, actor, id);
                    requireRight(actor, before, change);
                    Changes.requireSeen(change.seen(), before.updatedAt());
                    return stored(edit, before, changed(before, change));
                });
    }

    @Override
    public Verdict<Team> rollBackAliases(Actor actor, Team.Id id, long revision) {
        return switch (changes.ask(() -> history.aliasesAt(id, revision))) {
            case Verdict.Objected<Optional<Aliases>> objected ->
                    new Verdict.Objected<>(objected.objection());
            case Verdict.Granted<Optional<Aliases>> then ->
                    rollBackAliases(actor, id, then.value().orElse(null), revision);
        };
    }

    private Verdict<Team> rollBackAliases(
            Actor actor, Team.Id id, @Nullable Aliases then, long revision) {
        return changes.make(
                actor,
                edit -> {
                    Team before = Changes.visible(edit, actor, id);
                    if (then == null) {
                        throw new Veto(new Objection.NoSuchRevision(revision));
                    }
                    Change change = Change.ofAliases(then);
                    requireRight(actor, before, change);
                    return stored(edit, before, changed(before, change));
                });
    }

    @Override
    public Verdict<Team> look(Actor actor, Team.Id id) {
        return changes.make(actor, edit -> Changes.visible(edit, actor, id));
    }

    @Override
    public List<String> remarks(Team team) {
        return changes.rules().remarks(changes.live().present(), team);
    }

    @Override
    public Verdict<List<Team.Id>> delete(Actor actor, List<Team.Id> ids) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    for (Team.Id id : ids) {
                        edit.remove(Changes.existing(edit, id).id());
                    }
                    return List.copyOf(ids);
                });
    }

    private Team team(NewTeam wanted) {
        Team.Id id = wanted.id() == null ? new Team.Id(newIds.get()) : wanted.id();
        Instant now = Changes.moment(clock);
        return new Team(
                id,
                wanted.name(),
                wanted.models(),
                wanted.aliases(),
                wanted.members(),
                wanted.limits(),
                wanted.blocked(),
                wanted.routing(),
                wanted.extras(),
                now,
                now);
    }

    private Team stored(Edit edit, Team before, Team team) {
        Changes.requireNo(changes.rules().objection(before.routing(), team));
        if (!team.routing().equals(before.routing()) || !team.aliases().equals(before.aliases())) {
            changes.requireInside(edit, team);
        }
        edit.put(team);
        return team;
    }

    /** A team's own admin changes its aliases only, and only to what the team may call already. */
    private void requireRight(Actor actor, Team team, Change change) {
        if (actor.rights().administers()) {
            return;
        }
        Changes.require(actor.rights().leads(team) && change.isOfAliasesOnly());
        Aliases wanted = change.aliases() == null ? Aliases.NONE : change.aliases();
        Scope scope = Scope.of(team).withAliases(wanted);
        Objection.MoreThanOwn beyond =
                scope.beyond(Scope.of(team), changes.live().present().names());
        if (beyond != null) {
            throw new Veto(beyond);
        }
    }

    private Team changed(Team team, Change change) {
        if (change.aliases() != null) {
            changes.requireGroups(ALIASES, change.aliases());
        }
        FreeJson extras =
                change.extras() == null ? team.extras() : change.extras().apply(team.extras());
        return new Team(
                team.id(),
                change.name() == null ? team.name() : change.name().apply(team.name()),
                change.models() == null ? team.models() : change.models().apply(team.models()),
                change.aliases() == null ? team.aliases() : change.aliases(),
                team.members(),
                change.limits() == null ? team.limits() : change.limits().apply(team.limits()),
                change.blocked() == null ? team.blocked() : change.blocked(),
                change.routing() == null
                        ? team.routing()
                        : change.routing().apply(team.routing(), extras),
                extras,
                team.createdAt(),
                Changes.after(team.updatedAt(), clock.instant()));
    }
}
