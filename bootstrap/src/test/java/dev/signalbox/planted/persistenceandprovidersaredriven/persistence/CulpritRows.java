package dev.signalbox.planted.persistenceandprovidersaredriven.persistence;

import dev.signalbox.planted.persistenceandprovidersaredriven.application.driving.Asks;

/** Breaks the rule. */
public record CulpritRows(Asks asks) {}
