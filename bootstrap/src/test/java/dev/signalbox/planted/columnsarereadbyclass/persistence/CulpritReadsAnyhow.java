package dev.signalbox.planted.columnsarereadbyclass.persistence;

import io.helidon.dbclient.DbColumn;

/** Breaks the rule. */
final class CulpritReadsAnyhow {
    static Object read(DbColumn column) {
        return column.get();
    }
}
