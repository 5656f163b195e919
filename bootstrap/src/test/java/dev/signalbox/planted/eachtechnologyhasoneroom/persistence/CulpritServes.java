package dev.signalbox.planted.eachtechnologyhasoneroom.persistence;

import io.helidon.webserver.WebServer;

/** Breaks the rule. */
public record CulpritServes(WebServer server) {}
