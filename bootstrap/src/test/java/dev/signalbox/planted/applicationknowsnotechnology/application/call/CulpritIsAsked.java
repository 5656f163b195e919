package dev.signalbox.planted.applicationknowsnotechnology.application.call;

import io.helidon.webserver.http.ServerRequest;

/** Breaks the rule. */
public record CulpritIsAsked(ServerRequest request) {}
