package dev.signalbox.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What a stretch of load brought.
 *
 * @param calls how many were answered well
 * @param failures how many were not
 * @param firstFailure what the first of these said; null if there was none
 * @param seconds from the first call due to the last answer
 * @param latency of the calls that were answered well
 * @param lateness how late calls were sent, be it that the clock woke us late or that every
 *     connection was busy; part of the latency
 */
public record Run(
        int calls,
        int failures,
        @Nullable String firstFailure,
        double seconds,
        Times.Summary latency,
        Times.Summary lateness) {}
