package dev.signalbox.planted.columnsarereadbyclass.persistence;

import io.helidon.dbclient.DbColumn;

import java.util.Optional;

/** Breaks the rule. */
final class CulpritReadsOptional {
    static Optional<String> read(DbColumn column) {
        return column.asString().asOptional();
    }
}
