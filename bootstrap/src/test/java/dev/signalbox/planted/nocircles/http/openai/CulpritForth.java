package dev.signalbox.planted.nocircles.http.openai;

import dev.signalbox.planted.nocircles.http.admin.CulpritBack;

/** Breaks the rule. */
public record CulpritForth(CulpritBack back) {}
