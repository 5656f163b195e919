package dev.signalbox.application.admin.schedule;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.PlannedAliases.State;
import dev.signalbox.domain.rights.Objection;

import java.util.List;

/**
 * Does what was planned when its moment has come. Every replica looks, and whichever comes first
 * does it: the change of the team and the end of the plan are one transaction, and such changes
 * wait for each other. What cannot be done is written down as failed, once. Safe for many threads.
 */
public final class AliasSchedule {

    private static final System.Logger LOG = System.getLogger(AliasSchedule.class.getName());

    private final Changes changes;
    private final Registry registry;

    public AliasSchedule(Changes changes, Registry registry) {
        this.changes = changes;
        this.registry = registry;
    }

    /**
     * Does what is due.
     *
     * @return how many changes this process made
     * @throws RegistryUnavailable if it cannot be asked now; what is due stays so
     */
    public int run() {
        List<PlannedAliases> due = registry.duePlans();
        if (due.isEmpty()) {
            return 0;
        }
        changes.live().refresh();
        int done = 0;
        for (PlannedAliases plan : due) {
            done += happens(plan) ? 1 : 0;
        }
        return done;
    }

    private boolean happens(PlannedAliases plan) {
        try {
            return switch (changes.make(plan.by(), edit -> done(edit, plan.id()))) {
                case Verdict.Granted<Boolean> granted -> granted.value();
                case Verdict.Objected<Boolean> objected -> {
                    if (!(objected.objection() instanceof Objection.RegistryAway
                            || objected.objection() instanceof Objection.PlanIsOver)) {
                        fails(plan, why(objected.objection()));
                    }
                    yield false;
                }
            };
        } catch (IllegalStateException | IllegalArgumentException e) {
            fails(plan, "we made a mistake with it: " + e.getMessage());
            return false;
        }
    }

    /** Does it, if it is to be done still: another replica may have been here. */
    private boolean done(Edit edit, String id) {
        PlannedAliases plan = edit.plan(id).orElse(null);
        if (plan == null || !plan.isDue(edit.now())) {
            // Left as it is: a change of nothing would still be a revision.
            throw new Veto(new Objection.PlanIsOver(id, "over"));
        }
        Team team =
                edit.team(plan.team())
                        .orElseThrow(() -> new Veto(new Objection.NoSuchTeam(plan.team())));
        changes.requireFit(edit, team, plan.aliases(), plan.bound());
        edit.put(team.withAliases(plan.aliases(), Changes.after(team.updatedAt(), edit.now())));
        edit.put(plan.ended(State.DONE, null));
        return true;
    }

    private void fails(PlannedAliases plan, String why) {
        Verdict<Boolean> noted =
                changes.make(
                        Author.SIGNALBOX,
                        edit -> {
                            PlannedAliases now = edit.plan(plan.id()).orElse(plan);
                            if (!now.isDue(edit.now())) {
                                throw new Veto(new Objection.PlanIsOver(plan.id(), "over"));
                            }
                            edit.put(now.ended(State.FAILED, why));
                            return true;
                        });
        if (noted.equals(new Verdict.Granted<>(true))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the aliases that the team {0} was to have from {1} on are not in force, and it"
                            + " is not tried again: {2}",
                    plan.team(),
                    plan.at(),
                    why);
        }
    }

    private static String why(Objection objection) {
        if (objection instanceof Objection.NoSuchTeam) {
            return "the team is gone";
        }
        if (objection instanceof Objection.AliasToNowhere nowhere) {
            return "no such group: " + nowhere.dangling().values();
        }
        if (objection instanceof Objection.OutsideResidency outside) {
            return outside.group() + " has nobody in " + outside.residency();
        }
        if (objection instanceof Objection.MoreThanOwn more) {
            return "the team may not call it: " + more.bound();
        }
        return objection.toString();
    }
}
