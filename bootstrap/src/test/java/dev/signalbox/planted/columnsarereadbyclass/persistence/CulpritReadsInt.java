package dev.signalbox.planted.columnsarereadbyclass.persistence;

import io.helidon.dbclient.DbColumn;

/** Breaks the rule. */
final class CulpritReadsInt {
    static int read(DbColumn column) {
        return column.getInt();
    }
}
