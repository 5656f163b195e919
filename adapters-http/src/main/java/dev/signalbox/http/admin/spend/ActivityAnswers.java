package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.domain.access.Key;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was done day by day, the latest first, each day broken down in several ways.
 *
 * @param sums of the days on this page
 * @param totals of all days
 * @param entity teams or users
 */
record ActivityAnswers(Sums sums, Sums totals, Dimension entity, Place place) implements Report {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Which page.
     *
     * @param size days on a page
     * @param days on all pages
     */
    record Place(int page, int size, long days) {

        long pages() {
            return (days + size - 1) / size;
        }

        boolean isBehindTheEnd() {
            return page > pages();
        }
    }

    @Override
    public JsonNode json() {
        Map<String, List<Sum>> days = new TreeMap<>(Comparator.reverseOrder());
        for (Sum sum : sums.sums()) {
            days.computeIfAbsent(said(sum, Dimension.DAY), day -> new ArrayList<>()).add(sum);
        }
        ObjectNode answer = JSON.objectNode();
        ArrayNode results = answer.putArray("results");
        days.forEach((date, ofDay) -> describe(results.addObject().put("date", date), ofDay));
        ObjectNode metadata = answer.putObject("metadata");
        put(metadata, "total_", total(totals.sums()));
        metadata.put("page", place.page());
        metadata.put("total_pages", place.pages());
        metadata.put("has_more", place.page() < place.pages());
        return answer;
    }

    @Override
    public Table table() {
        return new SumTable(sums, apart(entity)).table();
    }

    /** What the sums of an activity are taken apart by. */
    static List<Dimension> apart(Dimension entity) {
        return List.of(
                Dimension.DAY,
                entity,
                Dimension.KEY,
                Dimension.GROUP,
                Dimension.MODEL,
                Dimension.PROVIDER);
    }

    private void describe(ObjectNode day, List<Sum> ofDay) {
        put(day.putObject("metrics"), "", total(ofDay));
        ObjectNode breakdown = day.putObject("breakdown");
        breakDown(breakdown.putObject("models"), ofDay, Dimension.MODEL);
        breakDown(breakdown.putObject("model_groups"), ofDay, Dimension.GROUP);
        breakDown(breakdown.putObject("providers"), ofDay, Dimension.PROVIDER);
        breakDown(breakdown.putObject("api_keys"), ofDay, Dimension.KEY);
        breakDown(breakdown.putObject("entities"), ofDay, entity);
    }

    private void breakDown(ObjectNode into, List<Sum> ofDay, Dimension dimension) {
        Map<String, Spend> parts = new TreeMap<>();
        for (Sum sum : ofDay) {
            parts.merge(said(sum, dimension), sum.spend(), Spend::plus);
        }
        parts.forEach(
                (id, spend) -> {
                    String name = dimension == Dimension.KEY ? sums.names().hash(id) : id;
                    ObjectNode part = into.putObject(name);
                    put(part.putObject("metrics"), "", spend);
                    describe(part.putObject("metadata"), dimension, id);
                });
    }

    private void describe(ObjectNode metadata, Dimension dimension, String id) {
        if (dimension == Dimension.KEY) {
            Key key = sums.names().keys().get(id);
            metadata.put("key_alias", key == null ? null : key.name());
            metadata.put("team_id", key == null || key.team() == null ? null : key.team().text());
        } else if (dimension == Dimension.TEAM) {
            metadata.put("team_alias", sums.names().teams().get(id));
        }
    }

    private static void put(ObjectNode metrics, String prefix, Spend spend) {
        metrics.put(prefix + "spend", spend.cost().dollars());
        metrics.put(prefix + "prompt_tokens", spend.prompt());
        metrics.put(prefix + "completion_tokens", spend.completion());
        metrics.put(prefix + "cache_read_input_tokens", spend.cached());
        metrics.put(prefix + "cache_creation_input_tokens", 0);
        // LiteLLM has `total_tokens` in both.
        metrics.put("total_tokens", spend.tokens());
        metrics.put(prefix + "successful_requests", spend.successes());
        metrics.put(prefix + "failed_requests", spend.failures());
        metrics.put(prefix + "api_requests", spend.requests());
    }

    private static String said(Sum sum, Dimension dimension) {
        return sum.of().getOrDefault(dimension, "");
    }

    private static Spend total(List<Sum> sums) {
        return sums.stream().map(Sum::spend).reduce(Spend.NONE, Spend::plus);
    }
}
