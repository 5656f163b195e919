package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.routing;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.access.Person;

/** Breaks the rule. */
public record CulpritStrategy(Person asker) {}
