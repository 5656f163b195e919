package dev.signalbox.planted.domainusesonlythelanguage.domain.limits;

import dev.signalbox.planted.domainusesonlythelanguage.application.call.Question;

/** Breaks the rule. */
public record CulpritLooksUp(Question question) {}
