package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;

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
            return new SumTable(
                            sums,
                            isTeams()
                                    ? List.of(Dimension.DAY, payer, Dimension.MODEL, Dimension.KEY)
                                    : List.of(Dimension.DAY, payer, Dimension.MODEL))
                    .table();
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
            return new SumTable(sums, List.of(Dimension.KEY, Dimension.MODEL)).table();
        }
    }

    /** Day by day and model by model, as invoices have it. */
    record OfModels(Sums sums) implements Report {

        /** What sums are taken apart by. */
        static final List<Dimension> APART =
                List.of(Dimension.DAY, Dimension.GROUP, Dimension.MODEL, Dimension.PROVIDER);

        @Override
        public JsonNode json() {
            ArrayNode list = JSON.arrayNode();
            for (Sum sum : sums.sums()) {
                Spend spend = sum.spend();
                list.addObject()
                        .put("date", sum.of().get(Dimension.DAY))
                        .put("model_group", sum.of().get(Dimension.GROUP))
                        .put("model", sum.of().get(Dimension.MODEL))
                        .put("custom_llm_provider", sum.of().get(Dimension.PROVIDER))
                        .put("requests", spend.requests())
                        .put("input_tokens", spend.prompt())
                        .put("output_tokens", spend.completion())
                        .put("total_spend", spend.cost().dollars());
            }
            return list;
        }

        @Override
        public Table table() {
            return new SumTable(sums, APART).table();
        }
    }

    /** What each day cost, and whom and what it went to: LiteLLM's summary of its logs. */
    record Summary(Sums sums) implements Report {

        @Override
        public JsonNode json() {
            Map<String, Day> days = new TreeMap<>();
            for (Sum sum : sums.sums()) {
                days.computeIfAbsent(sum.of().getOrDefault(Dimension.DAY, ""), Day::new)
                        .add(sum, sums.names().hash(sum.of().getOrDefault(Dimension.KEY, "")));
            }
            ArrayNode list = JSON.arrayNode();
            days.values().forEach(day -> list.add(day.json()));
            return list;
        }

        @Override
        public Table table() {
            return new SumTable(
                            sums,
                            List.of(Dimension.DAY, Dimension.KEY, Dimension.USER, Dimension.GROUP))
                    .table();
        }

        private record Day(
                String date,
                Map<String, NanoUsd> keys,
                Map<String, NanoUsd> users,
                Map<String, NanoUsd> models) {

            Day(String date) {
                this(date, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            }

            void add(Sum sum, String key) {
                NanoUsd cost = sum.spend().cost();
                keys.merge(key, cost, NanoUsd::plus);
                users.merge(sum.of().getOrDefault(Dimension.USER, ""), cost, NanoUsd::plus);
                models.merge(sum.of().getOrDefault(Dimension.GROUP, ""), cost, NanoUsd::plus);
            }

            ObjectNode json() {
                ObjectNode day = JSON.objectNode();
                day.put("startTime", date);
                day.put(
                        "spend",
                        keys.values().stream().reduce(NanoUsd.ZERO, NanoUsd::plus).dollars());
                ObjectNode byUser = day.putObject("users");
                users.forEach((user, cost) -> byUser.put(user, cost.dollars()));
                ObjectNode byModel = day.putObject("models");
                models.forEach((model, cost) -> byModel.put(model, cost.dollars()));
                // LiteLLM's: each key is a member of the day itself.
                keys.forEach((key, cost) -> day.put(key, cost.dollars()));
                return day;
            }
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
