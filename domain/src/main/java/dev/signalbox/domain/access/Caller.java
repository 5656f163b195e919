package dev.signalbox.domain.access;

import org.jspecify.annotations.Nullable;

/** Who asks: whoever holds the master key, or a key together with its team. */
public sealed interface Caller {

    /** The holder of the master key: may administer, may ask for every group, has no aliases. */
    record Master() implements Caller {}

    /**
     * The holder of a key.
     *
     * @param team null only for a key that belongs to no team
     */
    record Member(Key key, @Nullable Team team) implements Caller {}
}
