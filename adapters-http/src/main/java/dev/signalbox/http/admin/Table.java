package dev.signalbox.http.admin;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * Rows and columns, written as RFC 4180 says. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it: aliases and tags are written by people whom finance does not know.
 */
public final class Table {

    /** How it is called on the wire. */
    public static final String MEDIA_TYPE = "text/csv";

    private static final String LINE_END = "\r\n";

    /** Spreadsheets also look behind a tab or a line break. */
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n";

    private final List<String> columns;
    private final List<String> lines = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param columns their names, fit to be written as they are
     */
    public Table(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column: a text, a number, a truth, or null for an empty cell
     */
    public void row(List<? extends @Nullable Comparable<?>> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row has a cell for each of " + columns);
        }
        StringJoiner line = new StringJoiner(",");
        cells.forEach(cell -> line.add(written(cell)));
        lines.add(line.toString());
    }

    /** All of it, the names of the columns first. */
    public byte[] csv() {
        return written(new StringBuilder(String.join(",", columns)).append(LINE_END));
    }

    /** The rows alone, to be written behind those of another one. */
    public byte[] rows() {
        return written(new StringBuilder());
    }

    private byte[] written(StringBuilder text) {
        lines.forEach(line -> text.append(line).append(LINE_END));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String written(@Nullable Comparable<?> cell) {
        if (cell instanceof BigDecimal number) {
            // Without an exponent, which not every spreadsheet reads exactly.
            return number.toPlainString();
        }
        return cell instanceof String text ? quoted(harmless(text)) : Objects.toString(cell, "");
    }

    private static String harmless(String text) {
        return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
