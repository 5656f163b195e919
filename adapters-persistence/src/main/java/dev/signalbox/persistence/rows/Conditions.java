package dev.signalbox.persistence.rows;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbStatement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The WHERE of a list: only what is asked for stands in it, so that indexes can serve it. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * Adds a condition, if there is a value for it.
     *
     * @param name of the parameter that stands in the condition
     */
    Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    /** How many rows of {@code table} there are. */
    long count(DbExecute sql, String table) {
        return filled(
                        sql.createNamedGet(
                                "count-" + table,
                                "SELECT count(*) AS count FROM " + table + where()))
                .execute()
                .map(row -> Columns.number(row, "count"))
                .orElse(0L);
    }

    /** The condition as it stands behind a FROM; empty if nothing was asked for. */
    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Gives a statement the values. */
    <S extends DbStatement<S>> S filled(S statement) {
        S filled = statement;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            filled = filled.addParam(value.getKey(), value.getValue());
        }
        return filled;
    }
}
