package dev.signalbox.planted.eachtechnologyhasoneroom.bootstrap;

import com.zaxxer.hikari.HikariDataSource;

/** Breaks the rule. */
public record CulpritPools(HikariDataSource pool) {}
