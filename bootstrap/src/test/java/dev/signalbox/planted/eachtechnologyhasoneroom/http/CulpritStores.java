package dev.signalbox.planted.eachtechnologyhasoneroom.http;

import java.sql.Connection;

/** Breaks the rule. */
public record CulpritStores(Connection connection) {}
