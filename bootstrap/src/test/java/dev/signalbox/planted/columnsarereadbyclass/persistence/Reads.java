package dev.signalbox.planted.columnsarereadbyclass.persistence;

import io.helidon.dbclient.DbColumn;

/** Breaks nothing. */
final class Reads {
    static String read(DbColumn column) {
        return column.getString() + column.get(Long.class);
    }
}
