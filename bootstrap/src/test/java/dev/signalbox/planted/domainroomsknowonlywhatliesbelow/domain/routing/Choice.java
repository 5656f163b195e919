package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.routing;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.catalog.Model;

/** Breaks nothing. */
public record Choice(Model model) {}
