package dev.signalbox.planted.adaptersnevermeet.azure;

import dev.signalbox.planted.adaptersnevermeet.openai.Dialect;

/** Breaks nothing. */
public record Doors(Dialect dialect) {}
