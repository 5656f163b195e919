package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.ReadSpend.Names;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Rows;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;
import dev.signalbox.http.admin.form.Times;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** Rows of the ledger under the names of LiteLLM's spend logs, and what we know besides. */
final class LogAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> COLUMNS =
            List.of(
                    ("request_id attempt start_time end_time status api_key key_alias team_id"
                                    + " team_name user_id end_user tags asked_model model_group"
                                    + " model provider deployment prompt_tokens completion_tokens"
                                    + " cached_tokens reasoning_tokens spend_usd price_version"
                                    + " estimated row_id corrects")
                            .split(" "));

    private LogAnswers() {}

    /** A list and nothing else. */
    record Plain(Rows rows) implements Report {

        @Override
        public JsonNode json() {
            return listed(rows.rows(), rows.names());
        }

        @Override
        public Table table() {
            return tabled(rows.rows(), rows.names());
        }
    }

    /**
     * One page.
     *
     * @param rows from the first page on
     * @param total null if it is not known
     */
    record Paged(Rows rows, int page, int size, @Nullable Long total) implements Report {

        @Override
        public JsonNode json() {
            ObjectNode answer = JSON.objectNode();
            answer.set("data", listed(shown(), rows.names()));
            answer.put("total", total);
            answer.put("page", page);
            answer.put("page_size", size);
            answer.put("total_pages", total == null ? null : (total + size - 1) / size);
            answer.put("next", rows.next() == null ? null : rows.next().toString());
            return answer;
        }

        @Override
        public Table table() {
            return tabled(shown(), rows.names());
        }

        private List<LedgerRow> shown() {
            List<LedgerRow> all = rows.rows();
            return all.subList(Math.min((page - 1) * size, all.size()), all.size());
        }
    }

    private static ArrayNode listed(List<LedgerRow> rows, Names names) {
        ArrayNode list = JSON.arrayNode();
        rows.forEach(row -> list.add(row(row, names)));
        return list;
    }

    private static ObjectNode row(LedgerRow row, Names names) {
        Receipt receipt = row.receipt();
        Intent intent = receipt.intent();
        Intent.Payer payer = intent.payer();
        ObjectNode json = JSON.objectNode();
        json.put("request_id", intent.call());
        json.put("api_key", names.hash(payer.key()));
        json.put("team_id", payer.team());
        json.put("user", payer.user());
        json.put("end_user", payer.endUser());
        CommonAnswers.put(json, "request_tags", payer.tags());
        money(json, receipt);
        times(json, receipt);
        target(json, intent.target());
        json.put("status", receipt.status().word());
        json.put("error", receipt.error());
        json.put("row_id", row.id().toString());
        json.put("attempt", intent.attempt());
        json.put("corrects", row.corrects() == null ? null : row.corrects().toString());
        describe(json.putObject("metadata"), receipt, names);
        return json;
    }

    private static void describe(ObjectNode metadata, Receipt receipt, Names names) {
        Intent.Payer payer = receipt.intent().payer();
        metadata.put("user_api_key", names.hash(payer.key()));
        metadata.put("user_api_key_alias", payer.keyName());
        metadata.put("user_api_key_team_id", payer.team());
        metadata.put(
                "user_api_key_team_alias",
                payer.team() == null ? null : names.teams().get(payer.team()));
        metadata.put("user_api_key_user_id", payer.user());
        metadata.put("status", receipt.status().word());
    }

    private static void money(ObjectNode json, Receipt receipt) {
        Usage usage = receipt.usage();
        json.put("spend", receipt.cost().dollars());
        json.put("price_version", receipt.price());
        json.put("estimated", receipt.estimated());
        json.put("total_tokens", usage.total());
        json.put("prompt_tokens", usage.prompt());
        json.put("completion_tokens", usage.completion());
        json.put("cached_tokens", usage.cached());
        json.put("reasoning_tokens", usage.reasoning());
    }

    private static void times(ObjectNode json, Receipt receipt) {
        Intent intent = receipt.intent();
        json.put("startTime", Times.text(intent.at()));
        json.put("endTime", Times.text(intent.at().plus(receipt.took())));
        json.put(
                "completionStartTime",
                receipt.first() == null ? null : Times.text(intent.at().plus(receipt.first())));
        json.put("request_duration_ms", receipt.took().toMillis());
    }

    private static void target(ObjectNode json, Intent.Target target) {
        json.put("call_type", target.endpoint());
        json.put("model", target.model());
        json.put("model_id", target.deployment());
        json.put("model_group", target.group());
        json.put("asked_model", target.asked());
        json.put("custom_llm_provider", target.provider());
        json.put("api_base", target.address());
        json.put("stream", target.streamed());
        json.put("cache_hit", "False");
    }

    private static Table tabled(List<LedgerRow> rows, Names names) {
        Table table = new Table(COLUMNS);
        rows.forEach(row -> table.row(cells(row, names)));
        return table;
    }

    private static List<@Nullable Comparable<?>> cells(LedgerRow row, Names names) {
        Receipt receipt = row.receipt();
        Intent intent = receipt.intent();
        Intent.Payer payer = intent.payer();
        Intent.Target target = intent.target();
        return Arrays.<@Nullable Comparable<?>>asList(
                intent.call(),
                intent.attempt(),
                Times.text(intent.at()),
                Times.text(intent.at().plus(receipt.took())),
                receipt.status().word(),
                names.hash(payer.key()),
                payer.keyName(),
                payer.team(),
                payer.team() == null ? null : names.teams().get(payer.team()),
                payer.user(),
                payer.endUser(),
                String.join(" ", payer.tags()),
                target.asked(),
                target.group(),
                target.model(),
                target.provider(),
                target.deployment(),
                receipt.usage().prompt(),
                receipt.usage().completion(),
                receipt.usage().cached(),
                receipt.usage().reasoning(),
                receipt.cost().dollars(),
                receipt.price(),
                receipt.estimated(),
                row.id().toString(),
                row.corrects() == null ? null : row.corrects().toString());
    }
}
