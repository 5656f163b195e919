package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.bootstrap.config.reading.BudgetReader;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.domain.catalog.Deployment.Terms;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Reads how a deployment wants to be used.
 *
 * @param item of {@code model_list}
 * @param params {@code litellm_params}
 * @param info {@code model_info}
 * @param reading of the file
 */
public record TermsReader(Section item, Section params, Section info, Reading reading) {

    private static final int LAST_TIER = 1_000_000;
    private static final int MOST_CALLS = 1_000_000;

    /** The terms; what is wrong is reported, and read as if it were absent. */
    public Terms read() {
        Duration timeout = params.seconds("timeout");
        Integer retries = params.whole("num_retries", 0, PolicySettings.MOST_RETRIES);
        Duration rest = info.pause("cooldown_time");
        return Terms.NONE
                .draft()
                .weight(params.notNegative("weight"))
                .rpm(minute("rpm"))
                .tpm(minute("tpm"))
                .order(params.whole("order", 0, LAST_TIER))
                .tags(Set.copyOf(params.texts("tags")))
                .region(region())
                .together(params.whole("max_parallel_requests", 1, MOST_CALLS))
                .window(either(info.count("max_input_tokens"), params.count("max_input_tokens")))
                .timeout(timeout == null ? params.seconds("request_timeout") : timeout)
                .streamTimeout(params.seconds("stream_timeout"))
                .retries(
                        retries == null
                                ? params.whole("max_retries", 0, PolicySettings.MOST_RETRIES)
                                : retries)
                .rest(rest == null ? params.pause("cooldown_time") : rest)
                .allowedFails(info.whole("allowed_fails", 0, PolicySettings.MOST_FAILS))
                .budget(BudgetReader.USUAL.read(params, reading))
                .done();
    }

    /** LiteLLM looks for it in three places. */
    private @Nullable Long minute(String key) {
        return either(params.count(key), either(item.count(key), info.count(key)));
    }

    private @Nullable String region() {
        String name = params.text("region_name");
        String region = name == null ? info.text("region") : name;
        return region == null || region.isBlank() ? null : region.strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long either(@Nullable Long first, @Nullable Long second) {
        return first == null ? second : first;
    }
}
