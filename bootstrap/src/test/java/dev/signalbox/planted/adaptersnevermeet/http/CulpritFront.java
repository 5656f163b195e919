package dev.signalbox.planted.adaptersnevermeet.http;

import dev.signalbox.planted.adaptersnevermeet.persistence.Rows;

/** Breaks the rule. */
public record CulpritFront(Rows rows) {}
