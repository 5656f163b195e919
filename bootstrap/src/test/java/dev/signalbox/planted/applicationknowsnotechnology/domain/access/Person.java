package dev.signalbox.planted.applicationknowsnotechnology.domain.access;

/** Breaks nothing. */
public record Person(String name) {}
