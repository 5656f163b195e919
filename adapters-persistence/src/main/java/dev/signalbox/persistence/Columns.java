package dev.signalbox.persistence;

import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.catalog.FreeJson;

import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How values stand in columns. A column is read only by {@code get(Class)}: every other way of DB
 * Client 4.1.7 fails on an SQL NULL, or does not link with Helidon 4.5.
 */
final class Columns {

    private Columns() {}

    static String text(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    static @Nullable String textOrNull(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    static boolean flag(DbRow row, String column) {
        return row.column(column).get(Boolean.class);
    }

    static Instant instant(DbRow row, String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }

    static @Nullable Instant instantOrNull(DbRow row, String column) {
        @Nullable Timestamp timestamp = row.column(column).get(Timestamp.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    static List<String> texts(DbRow row, String column) {
        try {
            return List.of((String[]) row.column(column).get(Array.class).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException("the array in column " + column + " is unreadable", e);
        }
    }

    static ModelList models(DbRow row) {
        return new ModelList(texts(row, "models"));
    }

    static FreeJson extras(DbRow row) {
        return new FreeJson(text(row, "extras"));
    }

    static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    /** PostgreSQL keeps microseconds, and would round the rest up. */
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null
                ? null
                : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
