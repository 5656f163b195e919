package dev.signalbox.application.driven;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Teams, users and keys as they are stored, looked at page by page. For people, not for calls.
 *
 * <p>Every method may block, for a bounded time, is called by many threads, and throws {@link
 * Registry.RegistryUnavailable} when the store cannot be asked.
 */
public interface Records {

    /** One page of keys. */
    Page<Key> keys(KeyFilter filter, PageWish wish);

    /** One page of teams. */
    Page<Team> teams(TeamFilter filter, PageWish wish);

    /** One page of users. */
    Page<User> users(UserFilter filter, PageWish wish);

    /**
     * The keys of these teams, the oldest first.
     *
     * @param most how many at the most
     */
    List<Key> keysOf(Collection<Team.Id> teams, int most);

    /** The keys with these public ids, in no order; whoever has none is left out. */
    List<Key> keysKnownAs(Collection<String> publicIds);

    /** One user, if there is one. */
    Optional<User> user(User.Id id);
}
