package dev.signalbox.domain.history;

import dev.signalbox.domain.access.Aliases;

import java.time.Instant;

/**
 * Aliases that a team has had.
 *
 * @param revision at which they began to hold
 * @param by who made them so
 */
public record PastAliases(long revision, Instant at, Author by, Aliases aliases) {}
