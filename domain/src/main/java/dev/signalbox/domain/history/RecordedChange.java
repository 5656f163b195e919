package dev.signalbox.domain.history;

import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One change of one thing, as it was written down in the same transaction.
 *
 * @param serial counts from 1 without a gap
 * @param revision of the registry, that the change made
 * @param by who made it, and for whom
 * @param kind {@code team}, {@code key}, {@code user}, {@code model} and so on
 * @param id of what was changed; for a key its public id, for a correction its period
 * @param before null: there was none
 * @param after null: there is none any more
 */
public record RecordedChange(
        long serial,
        long revision,
        Instant at,
        Author by,
        String kind,
        String id,
        @Nullable FreeJson before,
        @Nullable FreeJson after) {}
