package dev.signalbox.domain.history;

import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Somebody has what was charged for questions corrected.
 *
 * @param from the first moment of those that are looked at
 * @param to the first moment that is too late
 * @param model of this group or model only; null for all
 * @param rows how many of them are corrected
 * @param difference what they cost more than was charged
 */
public record OrderedCorrection(
        Instant from, Instant to, @Nullable String model, int rows, NanoUsd difference) {

    /** As the history calls it. */
    public String id() {
        return from + "/" + to;
    }
}
