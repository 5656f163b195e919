package dev.signalbox.domain.listing;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;

import org.jspecify.annotations.Nullable;

/**
 * Which teams; null lets all through.
 *
 * @param member who belongs to it
 * @param id exactly that one
 * @param namePart a part of its name, capital or not
 */
public record TeamFilter(
        User.@Nullable Id member, Team.@Nullable Id id, @Nullable String namePart) {

    /** All of them. */
    public static final TeamFilter ALL = new TeamFilter(null, null, null);
}
