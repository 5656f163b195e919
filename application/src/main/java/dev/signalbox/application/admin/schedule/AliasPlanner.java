package dev.signalbox.application.admin.schedule;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.PlanAliases;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.PlannedAliases.State;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/** Writes down which aliases teams are to have, and from when on. Safe for many threads. */
public final class AliasPlanner implements PlanAliases {

    private final Changes changes;
    private final Registry registry;
    private final Supplier<String> newIds;

    public AliasPlanner(Changes changes, Registry registry, Supplier<String> newIds) {
        this.changes = changes;
        this.registry = registry;
        this.newIds = newIds;
    }

    @Override
    public Verdict<PlannedAliases> plan(Actor actor, Team.Id id, Aliases aliases, Instant at) {
        return changes.make(
                actor,
                edit -> {
                    Team team = Changes.visible(edit, actor, id);
                    requireRight(actor, team);
                    Instant now = edit.now();
                    requireMoment(at, now);
                    requireRoom(edit, id);
                    boolean bound = !actor.rights().administers();
                    changes.requireFit(edit, team, aliases, bound);
                    PlannedAliases plan =
                            new PlannedAliases(
                                    newIds.get(),
                                    id,
                                    aliases,
                                    at.truncatedTo(ChronoUnit.MICROS),
                                    actor.author(),
                                    bound,
                                    now.truncatedTo(ChronoUnit.MICROS),
                                    State.WAITING,
                                    null);
                    edit.put(plan);
                    return plan;
                });
    }

    @Override
    public Verdict<List<PlannedAliases>> plans(Actor actor, Team.Id id) {
        return changes.ask(
                () -> {
                    changes.live().refresh();
                    Team team = changes.live().present().team(id);
                    if (team == null || !actor.rights().mayLookAt(team)) {
                        throw new Veto(new Objection.NoSuchTeam(id));
                    }
                    return registry.plansOf(id);
                });
    }

    @Override
    public Verdict<PlannedAliases> cancel(Actor actor, String id) {
        return changes.make(
                actor,
                edit -> {
                    PlannedAliases plan = edit.plan(id).orElse(null);
                    Team team = plan == null ? null : edit.team(plan.team()).orElse(null);
                    if (plan == null || !sees(actor, team)) {
                        throw new Veto(new Objection.NoSuchPlan(id));
                    }
                    requireRight(actor, team);
                    if (plan.state() != State.WAITING) {
                        throw new Veto(new Objection.PlanIsOver(id, plan.state().word()));
                    }
                    PlannedAliases cancelled = plan.ended(State.CANCELLED, null);
                    edit.put(cancelled);
                    return cancelled;
                });
    }

    private static boolean sees(Actor actor, @Nullable Team team) {
        return team == null ? actor.rights().reads() : actor.rights().mayLookAt(team);
    }

    private static void requireRight(Actor actor, @Nullable Team team) {
        Changes.require(actor.rights().administers() || actor.rights().leads(team));
    }

    private static void requireMoment(Instant at, Instant now) {
        if (!at.isAfter(now)) {
            throw new Veto(new Objection.UnfitMoment("effective_at lies in the past."));
        }
        if (at.isAfter(now.plus(FURTHEST))) {
            throw new Veto(
                    new Objection.UnfitMoment(
                            "effective_at lies more than "
                                    + FURTHEST.toDays()
                                    + " days from now."));
        }
    }

    private static void requireRoom(Edit edit, Team.Id id) {
        long waiting =
                edit.plans(id).stream().filter(plan -> plan.state() == State.WAITING).count();
        if (waiting >= MOST) {
            throw new Veto(
                    new Objection.UnfitMoment(
                            "The team has " + MOST + " changes that wait; cancel one."));
        }
    }
}
