package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Whose;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Rights;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose rows somebody sees of those that they ask for: what is here must all hold of a row. What is
 * not bound here may be anything.
 *
 * @param key as the ledger knows it
 * @param teams one of these; empty for any, and for none
 */
record Sight(@Nullable String key, Set<Team.Id> teams, User.@Nullable Id user) {

    /**
     * A key that was asked for.
     *
     * @param known null if there is none any more
     */
    record AskedKey(@Nullable String ledgerName, @Nullable Key known) {}

    /** What {@code rights} let through of what is asked for. */
    static Sight of(Rights rights, Whose whose, AskedKey key, Directory directory) {
        if (rights.reads()) {
            return new Sight(key.ledgerName(), whose.teams(), whose.user());
        }
        for (Team.Id id : whose.teams()) {
            Team team = directory.team(id);
            if (team == null || !rights.mayLookAt(team)) {
                throw new Veto(new Objection.NoSuchTeam(id));
            }
        }
        Set<Team.Id> led = led(rights, whose, key, directory);
        if (!led.isEmpty()) {
            return new Sight(key.ledgerName(), led, whose.user());
        }
        return own(rights, whose, key);
    }

    private static Sight own(Rights rights, Whose whose, AskedKey key) {
        Team.Id confined = rights.confinedTo();
        Set<Team.Id> teams = confined == null ? whose.teams() : Set.of(confined);
        User.Id self = rights.user();
        if (self != null) {
            Changes.require(whose.user() == null || whose.user().equals(self));
            return new Sight(key.ledgerName(), teams, self);
        }
        String own =
                rights.caller() instanceof Caller.Member member ? member.key().publicId() : null;
        Changes.require(
                own != null
                        && whose.user() == null
                        && (key.ledgerName() == null || key.ledgerName().equals(own)));
        return new Sight(own, whose.teams(), null);
    }

    /** The teams whose rows are all seen; none if they see their own only. */
    private static Set<Team.Id> led(Rights rights, Whose whose, AskedKey key, Directory directory) {
        if (!whose.teams().isEmpty()) {
            boolean all = whose.teams().stream().allMatch(id -> rights.leads(directory.team(id)));
            return all ? whose.teams() : Set.of();
        }
        Team.Id ofKey = key.known() == null ? null : key.known().team();
        return ofKey != null && rights.leads(directory.team(ofKey)) ? Set.of(ofKey) : Set.of();
    }

    /** The teams that somebody is an admin of. */
    static Set<Team.Id> ledBy(Rights rights, Directory directory) {
        return directory.teams().stream()
                .filter(rights::leads)
                .map(Team::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
