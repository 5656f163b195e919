package dev.signalbox.planted.adaptersnevermeet.bootstrap;

import dev.signalbox.planted.adaptersnevermeet.http.Front;
import dev.signalbox.planted.adaptersnevermeet.persistence.Rows;

/** Breaks nothing. */
public record Wires(Front front, Rows rows) {}
