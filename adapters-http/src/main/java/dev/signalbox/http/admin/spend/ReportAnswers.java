package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for finance in LiteLLM's shapes. */
final class ReportAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReportAnswers() {}

    /**
     * Day by day, and in each day who paid for what.
     *
     * @param payer a team, or whoever uses a caller's application
     */
    record OfDays(Sums sums, Dimension payer) implements Report {

        @Override
        public JsonNode json() {
            ArrayNode days = JSON.arrayNode();
            apart(sums.sums(), Dimension.DAY)
                    .forEach(
                            (date, ofDay) -> {
                                ObjectNode day = days.addObject();
                                day.put("group_by_day", date);
                                ArrayNode payers = day.putArray(isTeams() ? "teams" : "customers");
                                apart(ofDay, payer).forEach((id, of) -> payers.add(paid(id, of)));
                            });
            return days;
        }

        private ObjectNode paid(String id, List<Sum> of) {
            ObjectNode row = JSON.objectNode();
            if (isTeams()) {
                row.put("team_name", sums.names().teams().getOrDefault(id, id));
                row.put("team_id", id);
            } else {
                row.put("customer", id);
            }
            row.put("total_spend", total(of).cost().dollars());
            ArrayNode parts = row.putArray("metadata");
            for (Sum sum : of) {
                ObjectNode part = parts.addObject();
                part.put("model", sum.of().get(Dimension.MODEL));
                part.put("spend", sum.spend().cost().dollars());
                part.put("total_tokens", sum.spend().tokens());
                if (isTeams()) {
                    part.put("api_key", hash(sums, sum));
                }
            }
            return row;
        }

        @Override
        public Table table() {
            Table table =
                    isTeams()
                            ? new Table(
                                    "date",
                                    "team_id",
                                    "team_name",
                                    "model",
                                    "api_key",
                                    "requests",
                                    "prompt_tokens",
                                    "completion_tokens",
                                    "spend_usd")
                            : new Table(
                                    "date",
                                    "customer",
                                    "model",
                                    "requests",
                                    "prompt_tokens",
                                    "completion_tokens",
                                    "spend_usd");
            for (Sum sum : sums.sums()) {
                String id = sum.of().getOrDefault(payer, "");
                String date = sum.of().get(Dimension.DAY);
                String model = sum.of().get(Dimension.MODEL);
                Spend spend = sum.spend();
                table.row(
                        isTeams()
                                ? Arrays.asList(
                                        date,
                                        id,
                                        sums.names().teams().get(id),
                                        model,
                                        hash(sums, sum),
                                        spend.requests(),
                                        spend.prompt(),
                                        spend.completion(),
                                        spend.cost().dollars())
                                : Arrays.asList(
                                        date,
                                        id,
                                        model,
                                        spend.requests(),
                                        spend.prompt(),
                                        spend.completion(),
                                        spend.cost().dollars()));
            }
            return table;
        }

        private boolean isTeams() {
            return payer == Dimension.TEAM;
        }
    }

    /** Key by key, all days together. */
    record OfKeys(Sums sums) implements Report {

        @Override
        public JsonNode json() {
            ArrayNode list = JSON.arrayNode();
            apart(sums.sums(), Dimension.KEY)
                    .forEach(
                            (id, of) -> {
                                ObjectNode row = list.addObject();
                                row.put("api_key", sums.names().hash(id));
                                put(row, total(of));
                                ArrayNode models = row.putArray("model_details");
                                for (Sum sum : of) {
                                    ObjectNode model = models.addObject();
                                    model.put("model", sum.of().get(Dimension.MODEL));
                                    put(model, sum.spend());
                                }
                            });
            return list;
        }

        private static void put(ObjectNode row, Spend spend) {
            row.put("total_cost", spend.cost().dollars());
            row.put("total_input_tokens", spend.prompt());
            row.put("total_output_tokens", spend.completion());
        }

        @Override
        public Table table() {
            Table table =
                    new Table(
                            "api_key",
                            "model",
                            "requests",
                            "prompt_tokens",
                            "completion_tokens",
                            "spend_usd");
            for (Sum sum : sums.sums()) {
                table.row(
                        Arrays.asList(
                                hash(sums, sum),
                                sum.of().get(Dimension.MODEL),
                                sum.spend().requests(),
                                sum.spend().prompt(),
                                sum.spend().completion(),
                                sum.spend().cost().dollars()));
            }
            return table;
        }
    }

    /** By what they have there; nothing is written as an empty text. */
    private static Map<String, List<Sum>> apart(List<Sum> sums, Dimension dimension) {
        return sums.stream()
                .collect(
                        Collectors.groupingBy(
                                sum -> sum.of().getOrDefault(dimension, ""),
                                TreeMap::new,
                                Collectors.toList()));
    }

    private static String hash(Sums sums, Sum sum) {
        return sums.names().hash(sum.of().getOrDefault(Dimension.KEY, ""));
    }

    private static Spend total(List<Sum> sums) {
        return sums.stream().map(Sum::spend).reduce(Spend.NONE, Spend::plus);
    }
}
