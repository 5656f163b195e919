package dev.signalbox.planted.adaptersnevermeet.http;

/** Breaks nothing. */
public record Front(int port) {}
