package dev.signalbox.planted.persistenceandprovidersaredriven.application.relay;

/** Breaks nothing. */
public final class Way {}
