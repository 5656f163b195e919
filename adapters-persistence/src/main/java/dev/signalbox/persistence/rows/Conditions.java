package dev.signalbox.persistence.rows;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbStatement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The WHERE of a list: only what is asked for stands in it, so that indexes can serve it. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Consumer<DbStatement<?>>> values = new ArrayList<>();

    /**
     * Adds a condition, if there is a value for it.
     *
     * @param name of the parameter that stands in the condition
     */
    public Conditions and(String condition, String name, @Nullable String value) {
        if (value != null) {
            add(condition, statement -> statement.addParam(name, value));
        }
        return this;
    }

    /** The same with a number. */
    public Conditions and(String condition, String name, @Nullable Long value) {
        if (value != null) {
            add(condition, statement -> statement.addParam(name, value.longValue()));
        }
        return this;
    }

    /** The same with several texts; none is no condition. */
    public Conditions andAny(String condition, String name, List<String> values) {
        if (!values.isEmpty()) {
            add(
                    condition,
                    statement -> statement.addParam(name, (Object) values.toArray(String[]::new)));
        }
        return this;
    }

    private void add(String condition, Consumer<DbStatement<?>> value) {
        conditions.add(condition);
        values.add(value);
    }

    /**
     * How many rows of {@code table} there are.
     *
     * @param whole asks for that, where there is no condition
     */
    public long count(DbExecute sql, String table, String whole) {
        String statement =
                conditions.isEmpty() ? whole : "SELECT count(*) AS count FROM " + table + where();
        return filled(sql.createNamedGet("count-" + table, statement))
                .execute()
                .map(row -> Columns.number(row, "count"))
                .orElse(0L);
    }

    /** The condition as it stands behind a FROM; empty if nothing was asked for. */
    public String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Gives a statement the values. */
    public <S extends DbStatement<S>> S filled(S statement) {
        values.forEach(value -> value.accept(statement));
        return statement;
    }
}
