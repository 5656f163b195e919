package dev.signalbox.planted.httpisdriving.http.observe;

import dev.signalbox.planted.httpisdriving.application.driven.routing.Signals;

/** Breaks nothing. */
public record Metrics(Signals signals) {}
