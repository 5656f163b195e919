package dev.signalbox.application.admin.routing;

import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.RoutingRights;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What must hold for what keys and teams say about the way of calls, when it is written. Safe for
 * many threads.
 */
public final class RoutingRules {

    private final SettingsRule settings;

    /**
     * @param reader knows what settings mean
     */
    public RoutingRules(PolicyReader reader) {
        this.settings = new SettingsRule(reader);
    }

    /**
     * Why a team is not stored so; null if it is.
     *
     * @param before what it said until now; null if it is new
     */
    public @Nullable Objection objection(@Nullable RoutingTerms before, Team team) {
        return settings.objection(before, team.routing());
    }

    /**
     * Why {@code actor} does not store a key so; null if they do.
     *
     * @param before what it said until now; null if it is new, or new to its team
     * @param team the key's; null if it has none
     */
    public @Nullable Objection objection(
            Actor actor, @Nullable RoutingTerms before, Key key, @Nullable Team team) {
        Objection beyond = beyond(actor, before, key, team);
        return beyond == null ? settings.objection(before, key.routing()) : beyond;
    }

    /** What those who look after the team should know, a sentence each. */
    public List<String> remarks(Team team) {
        return new ArrayList<>(settings.remarks(team.routing()));
    }

    /** What those who look after the key should know, a sentence each. */
    public List<String> remarks(Key key) {
        return new ArrayList<>(settings.remarks(key.routing()));
    }

    private static @Nullable Objection beyond(
            Actor actor, @Nullable RoutingTerms before, Key key, @Nullable Team team) {
        if (actor.rights().administers()
                || key.routing().equals(before)
                || !(actor.caller() instanceof Caller.Member member)) {
            return null;
        }
        return RoutingRights.beyond(
                key.routing(),
                member.key().routing(),
                team == null ? RoutingTerms.NONE : team.routing());
    }
}
