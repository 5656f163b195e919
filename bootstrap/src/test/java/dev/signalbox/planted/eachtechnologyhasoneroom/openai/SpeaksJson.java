package dev.signalbox.planted.eachtechnologyhasoneroom.openai;

import com.fasterxml.jackson.core.JsonFactory;

/** Breaks nothing. */
public record SpeaksJson(JsonFactory json) {}
