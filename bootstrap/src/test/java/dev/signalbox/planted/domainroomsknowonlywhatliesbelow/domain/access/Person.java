package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.access;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.catalog.Model;

/** Breaks nothing. */
public record Person(Model favourite) {}
