package dev.signalbox.persistence.transfer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One table of ours.
 *
 * @param columns those that hold something of their own, in their order
 * @param counter what numbers its rows; null if nothing does
 */
public record Table(String name, List<String> columns, @Nullable Counter counter) {

    public Table {
        columns = List.copyOf(columns);
    }

    /**
     * A sequence that numbers rows.
     *
     * @param last the number that it gave last, or gives next
     * @param called whether it has given it
     */
    public record Counter(String column, long last, boolean called) {}

    /** The columns as SQL writes them. */
    String columnList() {
        return columns.stream().map(Table::quoted).collect(Collectors.joining(", "));
    }

    /** The name as SQL writes it. */
    String quoted() {
        return quoted(name);
    }

    /** Whether it has one row from its beginning, which says how things stand. */
    boolean isOneRow() {
        return columns.contains("only_one");
    }

    /** The same with another counter. */
    Table with(@Nullable Counter other) {
        return new Table(name, columns, other);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
