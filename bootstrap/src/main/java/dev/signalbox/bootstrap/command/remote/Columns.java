package dev.signalbox.bootstrap.command.remote;

import java.util.ArrayList;
import java.util.List;

/** Rows of texts, shown below one another, as wide as they must be. */
public final class Columns {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** One with a head. */
    public static Columns of(String... heads) {
        Columns columns = new Columns();
        columns.add(heads);
        return columns;
    }

    /** One more row. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Whether there is nothing but the head. */
    public boolean isEmpty() {
        return rows.size() < 2;
    }

    /** A line for each row. */
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell);
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - cell.length())).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
