package dev.signalbox.planted.adaptersnevermeet.bedrock;

import dev.signalbox.planted.adaptersnevermeet.openai.Dialect;

/** Breaks the rule. */
public record CulpritNewcomer(Dialect dialect) {}
