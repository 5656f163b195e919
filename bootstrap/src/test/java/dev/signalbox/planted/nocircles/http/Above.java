package dev.signalbox.planted.nocircles.http;

import dev.signalbox.planted.nocircles.http.openai.CulpritForth;

/** Breaks nothing. */
public record Above(CulpritForth forth) {}
