package dev.signalbox.http.admin.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Tariff;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What calls cost, in LiteLLM's words. */
final class PriceAnswers {

    private static final String INPUT = "input_cost_per_token";
    private static final String OUTPUT = "output_cost_per_token";

    private PriceAnswers() {}

    /**
     * Says what holds for a deployment, whatever was written down.
     *
     * @param version null if nobody knows
     */
    static void add(ObjectNode info, Tariff.@Nullable Version version) {
        info.put("price_version", version == null ? null : version.id());
        if (version == null) {
            return;
        }
        Price price = version.price();
        info.put(INPUT, Price.dollars(price.input()));
        info.put(OUTPUT, Price.dollars(price.output()));
        info.put("cache_read_input_token_cost", Price.dollars(price.cached()));
        info.put("output_cost_per_reasoning_token", Price.dollars(price.reasoning()));
        info.put("input_cost_per_request", Price.dollars(price.request()));
    }

    /** Says what the dearest of a group costs, as LiteLLM does; null if nobody knows. */
    static void addHighest(ObjectNode row, ModelGroup group, Instant now) {
        row.putNull(INPUT);
        row.putNull(OUTPUT);
        long input = -1;
        long output = -1;
        for (Deployment deployment : group.deployments()) {
            Tariff.Version version = deployment.terms().tariff().at(now);
            if (version != null) {
                input = Math.max(input, version.price().input());
                output = Math.max(output, version.price().output());
            }
        }
        if (input >= 0) {
            row.put(INPUT, Price.dollars(input));
            row.put(OUTPUT, Price.dollars(output));
        }
    }
}
