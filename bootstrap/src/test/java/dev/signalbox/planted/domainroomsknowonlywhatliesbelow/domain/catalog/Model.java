package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.catalog;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.limits.Amount;

/** Breaks nothing. */
public record Model(String name, Amount price) {}
