package dev.signalbox.domain.history;

import org.jspecify.annotations.Nullable;

/**
 * Which changes; null lets all through.
 *
 * @param kind {@code team}, {@code key}, {@code user} or {@code model}
 * @param id of the thing that was changed
 * @param before only those with a smaller serial, to go on from; null from the newest
 * @param most how many at the most
 */
public record ChangeFilter(
        @Nullable String kind, @Nullable String id, @Nullable Long before, int most) {}
