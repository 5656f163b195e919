package dev.signalbox.planted.persistenceandprovidersaredriven.application.driving;

/** Breaks nothing. */
public interface Asks {}
