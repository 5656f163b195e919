package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.command.remote.Columns;
import dev.signalbox.http.admin.Table;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the ledger says beside what an invoice says, day by day and model by model. */
record Comparison(List<Row> rows) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    Comparison {
        rows = List.copyOf(rows);
    }

    /** A model on a day. */
    record Spot(LocalDate day, String model) implements Comparable<Spot> {

        private static final Comparator<Spot> ORDER =
                Comparator.comparing(Spot::day).thenComparing(Spot::model);

        @Override
        public int compareTo(Spot other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What may be between them.
     *
     * @param amount US dollars, or a part of what the invoice says
     * @param percent true: a part, in hundredths
     */
    record Tolerance(BigDecimal amount, boolean percent) {

        private boolean allows(BigDecimal difference, BigDecimal invoice) {
            BigDecimal most = percent ? invoice.abs().multiply(amount).divide(HUNDRED) : amount;
            return difference.abs().compareTo(most) <= 0;
        }
    }

    /** Both for one model on one day, in US dollars. */
    record Row(Spot spot, BigDecimal ledger, BigDecimal invoice, boolean matches) {
        BigDecimal difference() {
            return invoice.subtract(ledger);
        }
    }

    /** All that either of them knows. */
    static Comparison of(
            Map<Spot, BigDecimal> ledger, Map<Spot, BigDecimal> invoice, Tolerance tolerance) {
        SortedSet<Spot> spots = new TreeSet<>(ledger.keySet());
        spots.addAll(invoice.keySet());
        List<Row> rows = new ArrayList<>();
        for (Spot spot : spots) {
            BigDecimal charged = ledger.getOrDefault(spot, BigDecimal.ZERO);
            BigDecimal billed = invoice.getOrDefault(spot, BigDecimal.ZERO);
            rows.add(
                    new Row(
                            spot,
                            charged,
                            billed,
                            tolerance.allows(billed.subtract(charged), billed)));
        }
        return new Comparison(rows);
    }

    /** How many differ by more than may be. */
    long differing() {
        return rows.stream().filter(row -> !row.matches()).count();
    }

    /** For people. */
    Columns columns() {
        Columns columns = Columns.of("date", "model", "ledger", "invoice", "difference", "matches");
        for (Row row : rows) {
            columns.add(
                    row.spot().day().toString(),
                    row.spot().model(),
                    text(row.ledger()),
                    text(row.invoice()),
                    text(row.difference()),
                    row.matches() ? "yes" : "NO");
        }
        BigDecimal ledger = sum(rows.stream().map(Row::ledger).toList());
        BigDecimal invoice = sum(rows.stream().map(Row::invoice).toList());
        columns.add("all", "", text(ledger), text(invoice), text(invoice.subtract(ledger)), "");
        return columns;
    }

    /** For a spreadsheet. */
    Table table() {
        Table table =
                new Table(
                        List.of(
                                "date",
                                "model",
                                "ledger_usd",
                                "invoice_usd",
                                "difference_usd",
                                "matches"));
        for (Row row : rows) {
            table.row(
                    List.of(
                            row.spot().day().toString(),
                            row.spot().model(),
                            row.ledger().stripTrailingZeros(),
                            row.invoice().stripTrailingZeros(),
                            row.difference().stripTrailingZeros(),
                            row.matches()));
        }
        return table;
    }

    private static String text(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
