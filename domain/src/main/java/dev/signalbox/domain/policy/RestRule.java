package dev.signalbox.domain.policy;

import dev.signalbox.domain.catalog.Fault;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * When a deployment that failed is left alone for a while (LiteLLM's cooldown).
 *
 * @param allowedFails failures in a minute that are let pass; null: a share of failures decides
 * @param byKind the same for failures of a kind ({@code allowed_fails_policy})
 * @param rest for how long, where neither the deployment nor its answer says
 * @param never true: nobody rests ({@code disable_cooldowns})
 */
public record RestRule(
        @Nullable Integer allowedFails,
        Map<Fault.Kind, Integer> byKind,
        Duration rest,
        boolean never) {

    /** What holds where nobody said anything. */
    public static final RestRule DEFAULT =
            new RestRule(null, Map.of(), Duration.ofSeconds(5), false);

    public RestRule {
        byKind = Map.copyOf(byKind);
    }
}
