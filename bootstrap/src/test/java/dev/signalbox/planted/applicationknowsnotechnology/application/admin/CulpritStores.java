package dev.signalbox.planted.applicationknowsnotechnology.application.admin;

import java.sql.Connection;

/** Breaks the rule. */
public record CulpritStores(Connection connection) {}
