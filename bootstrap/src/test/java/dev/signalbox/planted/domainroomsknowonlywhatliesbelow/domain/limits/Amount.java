package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.limits;

/** Breaks nothing. */
public record Amount(long nanos) {}
