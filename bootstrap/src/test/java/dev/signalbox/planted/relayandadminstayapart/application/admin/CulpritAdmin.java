package dev.signalbox.planted.relayandadminstayapart.application.admin;

import dev.signalbox.planted.relayandadminstayapart.application.relay.Way;

/** Breaks the rule. */
public record CulpritAdmin(Way way) {}
