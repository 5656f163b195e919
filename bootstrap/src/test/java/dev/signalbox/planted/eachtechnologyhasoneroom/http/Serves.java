package dev.signalbox.planted.eachtechnologyhasoneroom.http;

import com.fasterxml.jackson.core.JsonFactory;

import io.helidon.webserver.WebServer;

/** Breaks nothing. */
public record Serves(WebServer server, JsonFactory json) {}
