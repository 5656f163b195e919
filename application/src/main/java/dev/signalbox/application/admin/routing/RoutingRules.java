package dev.signalbox.application.admin.routing;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Objection.OutsideResidency;
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

    /**
     * The names of a team and of its keys that lead to nobody inside its residency.
     *
     * @param directory the models that are, or that would be
     * @param keys of the team
     */
    public List<OutsideResidency> outside(Directory directory, Team team, List<Key> keys) {
        ResidencyRule rule = new ResidencyRule(directory);
        List<OutsideResidency> outside = new ArrayList<>();
        if (!team.routing().residency().isEmpty()) {
            outside.addAll(rule.outside(team, ResidencyRule.names(team, policy(team.routing()))));
            for (Key key : keys) {
                outside.addAll(rule.outside(team, ResidencyRule.names(key, policy(key.routing()))));
            }
        }
        return outside;
    }

    /** The names of a key that lead to nobody inside the residency of its team. */
    public List<OutsideResidency> outside(Directory directory, Key key, Team team) {
        return team.routing().residency().isEmpty()
                ? List.of()
                : new ResidencyRule(directory)
                        .outside(team, ResidencyRule.names(key, policy(key.routing())));
    }

    /** What those who look after the team should know, a sentence each. */
    public List<String> remarks(Directory directory, Team team) {
        List<String> remarks = new ArrayList<>(settings.remarks(team.routing()));
        List<ResidencyRule.Written> names =
                new ArrayList<>(ResidencyRule.names(team, policy(team.routing())));
        names.addAll(ResidencyRule.listed(team));
        remarks.addAll(new ResidencyRule(directory).remarks(team, names));
        return remarks;
    }

    /**
     * What those who look after the key should know, a sentence each.
     *
     * @param team the key's; null if it has none
     */
    public List<String> remarks(Directory directory, Key key, @Nullable Team team) {
        List<String> remarks = new ArrayList<>(settings.remarks(key.routing()));
        if (team != null) {
            remarks.addAll(
                    new ResidencyRule(directory)
                            .remarks(team, ResidencyRule.names(key, policy(key.routing()))));
        }
        return remarks;
    }

    private @Nullable RoutingPolicy policy(RoutingTerms terms) {
        return settings.policy(terms);
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
