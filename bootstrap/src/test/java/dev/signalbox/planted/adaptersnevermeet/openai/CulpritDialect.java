package dev.signalbox.planted.adaptersnevermeet.openai;

import dev.signalbox.planted.adaptersnevermeet.azure.Doors;

/** Breaks the rule. */
public record CulpritDialect(Doors doors) {}
