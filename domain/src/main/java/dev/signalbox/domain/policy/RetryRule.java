package dev.signalbox.domain.policy;

import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * How often a call that failed is tried again, in the same group.
 *
 * @param times where nothing else is said ({@code num_retries})
 * @param byKind for failures of a kind ({@code retry_policy})
 * @param byGroup in place of {@code byKind} for a group ({@code model_group_retry_policy})
 * @param floor the shortest pause before the same deployment is asked again ({@code retry_after})
 */
public record RetryRule(
        int times,
        Map<Fault.Kind, Integer> byKind,
        Map<ModelName, Map<Fault.Kind, Integer>> byGroup,
        Duration floor) {

    /** What holds where nobody said anything. */
    public static final RetryRule DEFAULT = new RetryRule(2, Map.of(), Map.of(), Duration.ZERO);

    public RetryRule {
        byKind = Map.copyOf(byKind);
        byGroup = Map.copyOf(byGroup);
    }

    /** The same, but tried again so often where nothing else is said. */
    public RetryRule withTimes(int times) {
        return new RetryRule(times, byKind, byGroup, floor);
    }

    /** How often a policy wants failures of that kind tried again; null if it does not say. */
    public @Nullable Integer said(ModelName group, Fault.Kind kind) {
        Map<Fault.Kind, Integer> ofGroup = byGroup.get(group);
        return ofGroup == null ? byKind.get(kind) : ofGroup.get(kind);
    }
}
