package dev.signalbox.domain.listing;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;

import org.jspecify.annotations.Nullable;

/**
 * Which keys; null lets all through.
 *
 * @param user whose keys
 * @param team of which team
 * @param hash exactly that one
 * @param name its name, whole
 */
public record KeyFilter(
        User.@Nullable Id user,
        Team.@Nullable Id team,
        Key.@Nullable Hash hash,
        @Nullable String name) {

    /** All of them. */
    public static final KeyFilter ALL = new KeyFilter(null, null, null, null);
}
