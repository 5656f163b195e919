package dev.signalbox.planted.nocircles.http.admin;

import dev.signalbox.planted.nocircles.http.openai.CulpritForth;

/** Breaks the rule. */
public record CulpritBack(CulpritForth forth) {}
