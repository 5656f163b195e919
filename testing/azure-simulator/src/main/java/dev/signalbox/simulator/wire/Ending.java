package dev.signalbox.simulator.wire;

import java.time.Instant;

/**
 * How a reply ended.
 *
 * @param bytes of the reply that were handed to the system, head and framing included
 * @param at when the end was noticed
 */
public record Ending(Kind kind, long bytes, Instant at) {

    /** The ways to end. */
    public enum Kind {
        /** Everything was sent. */
        COMPLETE,
        /** The caller closed before everything was sent. */
        CLIENT_CLOSED,
        /** It went wrong as it was told to; whatever was to be sent was sent. */
        FAULTED
    }
}
