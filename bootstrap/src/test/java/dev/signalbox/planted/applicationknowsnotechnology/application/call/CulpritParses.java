package dev.signalbox.planted.applicationknowsnotechnology.application.call;

import com.fasterxml.jackson.core.JsonParser;

/** Breaks the rule. */
public record CulpritParses(JsonParser parser) {}
