package dev.signalbox.planted.eachtechnologyhasoneroom.persistence;

import javax.sql.DataSource;

/** Breaks nothing. */
public record Stores(DataSource source) {}
