package dev.signalbox.planted.eachtechnologyhasoneroom.persistence;

import com.fasterxml.jackson.core.JsonFactory;

/** Breaks the rule. */
public record CulpritSpeaksJson(JsonFactory json) {}
