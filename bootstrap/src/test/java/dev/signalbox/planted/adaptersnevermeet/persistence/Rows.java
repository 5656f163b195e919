package dev.signalbox.planted.adaptersnevermeet.persistence;

/** Breaks nothing. */
public record Rows(int count) {}
