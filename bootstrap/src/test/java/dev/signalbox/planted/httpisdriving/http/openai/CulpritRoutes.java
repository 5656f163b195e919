package dev.signalbox.planted.httpisdriving.http.openai;

import dev.signalbox.planted.httpisdriving.application.driven.Store;

/** Breaks the rule. */
public record CulpritRoutes(Store store) {}
