package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Who pays, and whose names for models hold.
 *
 * @param name what people call it ({@code team_alias}); not unique; null if nobody said
 * @param models what its keys may ask for by the groups' own names
 * @param members who belongs to it, each once
 * @param limits for all of its keys together
 * @param blocked true: none of its keys is served
 * @param routing what it says about the way of its keys' calls
 * @param extras an object of the fields that are kept for the caller and not interpreted here
 */
public record Team(
        Id id,
        @Nullable String name,
        ModelList models,
        Aliases aliases,
        List<Member> members,
        Limits limits,
        boolean blocked,
        RoutingTerms routing,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    public Team {
        members = List.copyOf(members);
    }

    /**
     * Somebody who belongs to the team.
     *
     * @param email as it was said when they joined; null if nobody said
     * @param leads true: looks after the team's keys and aliases (a team admin)
     */
    public record Member(User.Id user, @Nullable String email, boolean leads) {}

    /** Given by the creator or made by us; unique for ever. */
    public record Id(String text) {

        /** The longest id that anybody may give a team, in characters. */
        public static final int MAX_LENGTH = 256;

        public Id {
            if (!accepts(text)) {
                throw new IllegalArgumentException(
                        "a team's id has 1 to "
                                + MAX_LENGTH
                                + " characters, none a control character");
            }
        }

        /** Whether {@code text} can be an id at all. */
        public static boolean accepts(String text) {
            return !text.isBlank()
                    && text.length() <= MAX_LENGTH
                    && text.chars().noneMatch(Character::isISOControl);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How {@code user} belongs to it; null if not at all. */
    public @Nullable Member member(User.Id user) {
        for (Member member : members) {
            if (member.user().equals(user)) {
                return member;
            }
        }
        return null;
    }

    /** Whether {@code user} is one of its admins. */
    public boolean isLedBy(User.Id user) {
        Member member = member(user);
        return member != null && member.leads();
    }

    /** The same with other names for models, as changed at {@code now}. */
    public Team withAliases(Aliases aliases, Instant now) {
        return new Team(
                id, name, models, aliases, members, limits, blocked, routing, extras, createdAt,
                now);
    }

    /** The same with other members, as changed at {@code now}. */
    public Team withMembers(List<Member> members, Instant now) {
        return new Team(
                id, name, models, aliases, members, limits, blocked, routing, extras, createdAt,
                now);
    }

    /** The same with another way for its calls. */
    public Team withRouting(RoutingTerms routing) {
        return new Team(
                id, name, models, aliases, members, limits, blocked, routing, extras, createdAt,
                updatedAt);
    }

    /** Whether an alias exists that does not bind: with no list, other groups stay callable. */
    public boolean aliasesBindNothing() {
        return !aliases.names().isEmpty() && models.entries().isEmpty();
    }
}
