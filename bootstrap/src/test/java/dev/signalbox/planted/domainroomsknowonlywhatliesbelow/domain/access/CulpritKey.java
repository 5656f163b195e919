package dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.access;

import dev.signalbox.planted.domainroomsknowonlywhatliesbelow.domain.routing.Choice;

/** Breaks the rule. */
public record CulpritKey(Choice choice) {}
