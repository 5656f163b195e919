package dev.signalbox.planted.applicationknowsnotechnology.application.relay;

import dev.signalbox.planted.applicationknowsnotechnology.domain.access.Person;

/** Breaks nothing. */
public record Admitted(Person person) {}
