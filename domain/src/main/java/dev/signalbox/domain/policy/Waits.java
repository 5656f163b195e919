package dev.signalbox.domain.policy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long is waited; null where nothing is said.
 *
 * @param timeout for a whole attempt; of a stream, for its first event
 * @param streamTimeout for the first event of a stream
 * @param silence between two pieces of an answer that has begun
 * @param total from the first attempt to the last byte; the most that a caller may ask for
 */
public record Waits(
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable Duration silence,
        @Nullable Duration total) {

    /** Nothing is said. */
    public static final Waits SILENT = new Waits(null, null, null, null);
}
