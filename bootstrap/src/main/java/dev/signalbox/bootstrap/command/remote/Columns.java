package dev.signalbox.bootstrap.command.remote;

import java.util.ArrayList;
import java.util.List;

/** Rows of texts, shown below one another, as wide as they must be. */
final class Columns {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** One with a head. */
    static Columns of(String... heads) {
        Columns columns = new Columns();
        columns.add(heads);
        return columns;
    }

    /** One more row. */
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Whether there is nothing but the head. */
    boolean isEmpty() {
        return rows.size() < 2;
    }

    /** A line for each row. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell);
            if (i < row.size() - 1) {
                line.append(" ".repeat(width(i) - cell.length())).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
