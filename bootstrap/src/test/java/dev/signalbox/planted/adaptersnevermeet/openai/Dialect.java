package dev.signalbox.planted.adaptersnevermeet.openai;

/** Breaks nothing. */
public record Dialect(String word) {}
