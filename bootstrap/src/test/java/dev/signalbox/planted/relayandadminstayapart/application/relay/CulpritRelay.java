package dev.signalbox.planted.relayandadminstayapart.application.relay;

import dev.signalbox.planted.relayandadminstayapart.application.admin.Desk;

/** Breaks the rule. */
public record CulpritRelay(Desk desk) {}
