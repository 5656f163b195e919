package dev.signalbox.planted.nobodyneedsbootstrap.bootstrap;

/** Breaks nothing. */
public record Wires(int count) {}
