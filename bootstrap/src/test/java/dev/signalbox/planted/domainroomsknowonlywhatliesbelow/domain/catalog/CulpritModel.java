package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.catalog;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.access.Person;

/** Breaks the rule. */
public record CulpritModel(Person owner) {}
