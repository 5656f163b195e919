package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.rights.Actor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Somebody wants a team to have other aliases from a moment on. Whoever may change them now may:
 * administrators, and the team's own admins.
 */
public interface PlanAliases {

    /** How far ahead the moment may lie. */
    Duration FURTHEST = Duration.ofDays(366);

    /** How many changes of one team may be waiting. */
    int MOST = 100;

    /**
     * Writes down that it is to happen; what would be refused now is refused.
     *
     * @param at by the clock of where teams are stored
     */
    Verdict<PlannedAliases> plan(Actor actor, Team.Id team, Aliases aliases, Instant at);

    /** What waits, and what became of the rest, the latest first; those who see the team see it. */
    Verdict<List<PlannedAliases>> plans(Actor actor, Team.Id team);

    /** Calls one off that is waiting. */
    Verdict<PlannedAliases> cancel(Actor actor, String id);
}
