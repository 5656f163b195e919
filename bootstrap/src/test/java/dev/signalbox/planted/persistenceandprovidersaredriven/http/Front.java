package dev.signalbox.planted.persistenceandprovidersaredriven.http;

import dev.signalbox.planted.persistenceandprovidersaredriven.application.driving.Asks;

/** Breaks nothing. */
public record Front(Asks asks) {}
