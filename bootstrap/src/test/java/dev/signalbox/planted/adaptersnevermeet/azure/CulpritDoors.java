package dev.signalbox.planted.adaptersnevermeet.azure;

import dev.signalbox.planted.adaptersnevermeet.http.Front;

/** Breaks the rule. */
public record CulpritDoors(Front front) {}
