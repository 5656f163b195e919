package dev.signalbox.planted.nobodyneedsbootstrap.http;

import dev.signalbox.planted.nobodyneedsbootstrap.bootstrap.Wires;

/** Breaks the rule. */
public record CulpritFront(Wires wires) {}
