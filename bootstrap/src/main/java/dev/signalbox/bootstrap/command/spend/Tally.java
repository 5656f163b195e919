package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.command.remote.Columns;
import dev.signalbox.http.remote.JsonView;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what pages of a dry run say. Used by one thread. */
final class Tally {

    private static final String NOBODY = "-";

    /** By model, provider and team; the first column is the group. */
    private final Map<List<String>, Line> lines = new TreeMap<>(Tally::inOrder);

    private final Map<List<String>, Line> leftAlone = new TreeMap<>(Tally::inOrder);

    /** What rows come to. */
    private record Line(
            long rows, long changed, long estimated, BigDecimal charged, BigDecimal cost) {

        static final Line NONE = new Line(0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

        Line plus(Line other) {
            return new Line(
                    rows + other.rows,
                    changed + other.changed,
                    estimated + other.estimated,
                    charged.add(other.charged),
                    cost.add(other.cost));
        }

        BigDecimal difference() {
            return cost.subtract(charged);
        }
    }

    /** One more page. */
    void add(JsonView page) {
        for (JsonView total : page.at("totals").items()) {
            lines.merge(
                    List.of(
                            total.at("model_group").text(),
                            total.at("model").text(),
                            total.at("custom_llm_provider").text(),
                            orNobody(total.at("team_id"))),
                    new Line(
                            total.at("rows").number(0),
                            total.at("changed_rows").number(0),
                            total.at("estimated_rows").number(0),
                            total.at("spend").decimal(),
                            total.at("new_spend").decimal()),
                    Line::plus);
        }
        for (JsonView one : page.at("left_alone").items()) {
            leftAlone.merge(
                    List.of(
                            one.at("reason").text(),
                            one.at("model").text(),
                            one.at("custom_llm_provider").text(),
                            one.at("model_id").text()),
                    new Line(
                            one.at("rows").number(0),
                            0,
                            0,
                            one.at("spend").decimal(),
                            BigDecimal.ZERO),
                    Line::plus);
        }
    }

    /** How many rows there were, whatever becomes of them. */
    long rows() {
        return sum(lines).rows() + sum(leftAlone).rows();
    }

    /** How many of them cost something else than was charged. */
    long changed() {
        return sum(lines).changed();
    }

    /** How many of these have tokens that nobody but the gateway counted. */
    long estimated() {
        return sum(lines).estimated();
    }

    /** What can be priced. */
    Columns totals() {
        Columns columns =
                Columns.of(
                        "group",
                        "model",
                        "provider",
                        "team",
                        "rows",
                        "changed",
                        "charged",
                        "by present prices",
                        "difference");
        lines.forEach((of, line) -> add(columns, of, line));
        add(columns, List.of("all", "", "", ""), sum(lines));
        return columns;
    }

    /** What cannot. */
    Columns leftAlone() {
        Columns columns =
                Columns.of("why", "model", "provider", "deployment", "rows", "stays charged");
        leftAlone.forEach(
                (of, line) ->
                        columns.add(
                                of.get(0),
                                of.get(1),
                                of.get(2),
                                of.get(3),
                                Long.toString(line.rows()),
                                text(line.charged())));
        return columns;
    }

    private static void add(Columns columns, List<String> of, Line line) {
        columns.add(
                of.get(0),
                of.get(1),
                of.get(2),
                of.get(3),
                Long.toString(line.rows()),
                Long.toString(line.changed()),
                text(line.charged()),
                text(line.cost()),
                text(line.difference()));
    }

    private static String text(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private static Line sum(Map<List<String>, Line> lines) {
        return lines.values().stream().reduce(Line.NONE, Line::plus);
    }

    private static String orNobody(JsonView text) {
        return text.isEmpty() ? NOBODY : text.text();
    }

    private static int inOrder(List<String> one, List<String> other) {
        return String.join("\n", one).compareTo(String.join("\n", other));
    }
}
