package dev.signalbox.planted.eachtechnologyhasoneroom.openai;

import io.helidon.dbclient.DbClient;

/** Breaks the rule. */
public record CulpritAsksRows(DbClient client) {}
