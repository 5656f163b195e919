package dev.signalbox.domain.history;

import org.jspecify.annotations.Nullable;

/**
 * Who made a change.
 *
 * @param name a user, a key by its public id, or whoever holds the master key; no secret
 * @param address where it was asked from
 * @param onBehalfOf whom they said they acted for; null if nobody
 */
public record Author(String name, String address, @Nullable String onBehalfOf) {

    /** This program, where nobody asked. */
    public static final Author SIGNALBOX = new Author("signalbox", "", null);
}
