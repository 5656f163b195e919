package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.limits;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.catalog.Model;

/** Breaks the rule. */
public record CulpritMeter(Model model) {}
