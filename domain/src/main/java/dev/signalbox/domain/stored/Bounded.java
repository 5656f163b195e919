package dev.signalbox.domain.stored;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;

import java.time.Instant;

/**
 * What is said of a holder who is neither a key nor a team nor a user: a member of a team, somebody
 * who uses the caller's application, a tag, or terms that several share.
 *
 * @param blocked true: nobody is served for them
 * @param extras an object of the fields that are kept and not interpreted here
 */
public record Bounded(
        Holder holder,
        Limits limits,
        boolean blocked,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    /** The same, nobody or everybody being served for them. */
    public Bounded withBlocked(boolean blocked, Instant now) {
        return new Bounded(holder, limits, blocked, extras, createdAt, now);
    }
}
