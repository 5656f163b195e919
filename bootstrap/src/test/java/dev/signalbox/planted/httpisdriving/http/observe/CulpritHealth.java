package dev.signalbox.planted.httpisdriving.http.observe;

import dev.signalbox.planted.httpisdriving.application.driven.Store;

/** Breaks the rule. */
public record CulpritHealth(Store store) {}
