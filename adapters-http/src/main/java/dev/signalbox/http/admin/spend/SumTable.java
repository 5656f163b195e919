package dev.signalbox.http.admin.spend;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.http.admin.Table;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums as a table: what they are taken apart by, then what they come to.
 *
 * @param apart in the order of the columns
 */
record SumTable(Sums sums, List<Dimension> apart) {

    private static final List<String> MEASURES =
            List.of(
                    "requests",
                    "successful_requests",
                    "failed_requests",
                    "prompt_tokens",
                    "completion_tokens",
                    "cached_tokens",
                    "spend_usd");

    /** With a row for each sum. */
    Table table() {
        List<String> columns = new ArrayList<>();
        for (Dimension one : apart) {
            columns.add(name(one));
            if (one == Dimension.TEAM) {
                columns.add("team_name");
            }
        }
        columns.addAll(MEASURES);
        Table table = new Table(columns);
        sums.sums().forEach(sum -> table.row(cells(sum)));
        return table;
    }

    private List<@Nullable Comparable<?>> cells(Sum sum) {
        List<@Nullable Comparable<?>> cells = new ArrayList<>();
        for (Dimension one : apart) {
            String said = sum.of().get(one);
            cells.add(one == Dimension.KEY && said != null ? sums.names().hash(said) : said);
            if (one == Dimension.TEAM) {
                cells.add(said == null ? null : sums.names().teams().get(said));
            }
        }
        Spend spend = sum.spend();
        cells.addAll(List.of(spend.requests(), spend.successes(), spend.failures()));
        cells.addAll(List.of(spend.prompt(), spend.completion(), spend.cached()));
        cells.add(spend.cost().dollars());
        return cells;
    }

    private static String name(Dimension dimension) {
        return switch (dimension) {
            case DAY -> "date";
            case KEY -> "api_key";
            case TEAM -> "team_id";
            case USER -> "user_id";
            case END_USER -> "customer";
            case TAG -> "tag";
            case GROUP -> "model_group";
            case MODEL -> "model";
            case PROVIDER -> "provider";
        };
    }
}
