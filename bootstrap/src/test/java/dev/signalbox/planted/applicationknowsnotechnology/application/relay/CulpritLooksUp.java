package dev.signalbox.planted.applicationknowsnotechnology.application.relay;

import dev.signalbox.planted.applicationknowsnotechnology.http.Front;

/** Breaks the rule. */
public record CulpritLooksUp(Front front) {}
