package dev.signalbox.planted.httpisdriving.application.driven.routing;

/** Breaks nothing. */
public interface Signals {}
