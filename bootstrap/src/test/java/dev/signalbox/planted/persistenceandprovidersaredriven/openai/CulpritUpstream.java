package dev.signalbox.planted.persistenceandprovidersaredriven.openai;

import dev.signalbox.planted.persistenceandprovidersaredriven.application.relay.Way;

/** Breaks the rule. */
public record CulpritUpstream(Way way) {}
