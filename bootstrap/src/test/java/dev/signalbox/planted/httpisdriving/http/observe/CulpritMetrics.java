package dev.signalbox.planted.httpisdriving.http.observe;

import dev.signalbox.planted.httpisdriving.application.relay.Way;

/** Breaks the rule. */
public record CulpritMetrics(Way way) {}
