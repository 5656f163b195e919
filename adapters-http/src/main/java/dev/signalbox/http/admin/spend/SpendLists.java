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

import java.util.Comparator;
import java.util.List;

/**
 * Who or what cost how much, the dearest first.
 *
 * @param most how many are shown
 */
record SpendLists(Kind kind, Sums sums, int most) implements Report {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Of what. */
    enum Kind {
        KEYS(Dimension.KEY),
        USERS(Dimension.USER),
        TAGS(Dimension.TAG);

        private final Dimension dimension;

        Kind(Dimension dimension) {
            this.dimension = dimension;
        }

        /** What sums are taken apart by. */
        List<Dimension> apart() {
            return List.of(dimension);
        }
    }

    /** All of it in one sum. */
    record Whole(Sums sums) implements Report {

        @Override
        public JsonNode json() {
            ObjectNode answer = JSON.objectNode();
            answer.put("spend", spend().cost().dollars());
            answer.putNull("max_budget");
            answer.put("api_requests", spend().requests());
            answer.put("total_tokens", spend().tokens());
            return answer;
        }

        @Override
        public Table table() {
            return new SumTable(sums, List.of()).table();
        }

        private Spend spend() {
            return sums.sums().stream().map(Sum::spend).reduce(Spend.NONE, Spend::plus);
        }
    }

    @Override
    public JsonNode json() {
        ArrayNode list = JSON.arrayNode();
        dearest().forEach(sum -> list.add(row(sum)));
        return list;
    }

    @Override
    public Table table() {
        return new SumTable(new Sums(dearest(), sums.whole(), sums.names()), kind.apart()).table();
    }

    /** Without what is nobody's, and without those that never cost or did anything. */
    private List<Sum> dearest() {
        return sums.sums().stream()
                .filter(sum -> sum.of().containsKey(kind.dimension))
                .sorted(Comparator.comparing((Sum sum) -> sum.spend().cost()).reversed())
                .limit(most)
                .toList();
    }

    private String id(Sum sum) {
        return sum.of().getOrDefault(kind.dimension, "");
    }

    private ObjectNode row(Sum sum) {
        String id = id(sum);
        ObjectNode row = JSON.objectNode();
        if (kind == Kind.TAGS) {
            return row.put("individual_request_tag", id)
                    .put("log_count", sum.spend().requests())
                    .put("total_spend", sum.spend().cost().dollars());
        }
        if (kind == Kind.KEYS) {
            describe(row, id);
        } else {
            row.put("user_id", id);
        }
        row.put("spend", sum.spend().cost().dollars());
        row.put("api_requests", sum.spend().requests());
        row.put("total_tokens", sum.spend().tokens());
        return row;
    }

    private void describe(ObjectNode row, String id) {
        Key key = sums.names().keys().get(id);
        row.put("token", sums.names().hash(id));
        row.put("public_id", id);
        row.put("key_name", key == null ? null : key.label());
        row.put("key_alias", key == null ? null : key.name());
        row.put("team_id", key == null || key.team() == null ? null : key.team().text());
        row.put("user_id", key == null || key.user() == null ? null : key.user().text());
    }
}
