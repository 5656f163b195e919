package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What each day cost, and whom and what it went to: LiteLLM's summary of its logs. */
record DaySums(Sums sums) implements Report {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

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
        Table table =
                new Table(
                        "date",
                        "api_key",
                        "user_id",
                        "model_group",
                        "requests",
                        "prompt_tokens",
                        "completion_tokens",
                        "spend_usd");
        for (Sum sum : sums.sums()) {
            table.row(
                    Arrays.asList(
                            sum.of().get(Dimension.DAY),
                            sums.names().hash(sum.of().getOrDefault(Dimension.KEY, "")),
                            sum.of().get(Dimension.USER),
                            sum.of().get(Dimension.GROUP),
                            sum.spend().requests(),
                            sum.spend().prompt(),
                            sum.spend().completion(),
                            sum.spend().cost().dollars()));
        }
        return table;
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
            day.put("spend", keys.values().stream().reduce(NanoUsd.ZERO, NanoUsd::plus).dollars());
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
