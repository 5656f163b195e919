package dev.signalbox.planted.applicationknowsnotechnology.http;

/** Breaks nothing. */
public record Front(int port) {}
