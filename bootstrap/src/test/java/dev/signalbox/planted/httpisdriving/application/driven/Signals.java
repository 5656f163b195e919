package dev.signalbox.planted.httpisdriving.application.driven;

/** Breaks nothing. */
public interface Signals {}
