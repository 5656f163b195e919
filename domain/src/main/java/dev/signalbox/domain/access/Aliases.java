package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Somebody's own names for models. One step, never a chain: a target is a group's name. */
public record Aliases(Map<ModelName, ModelName> targets) {

    /** No name of one's own. */
    public static final Aliases NONE = new Aliases(Map.of());

    public Aliases {
        targets = Map.copyOf(targets);
    }

    /** The group that {@code asked} stands for; null if it is no alias. */
    public @Nullable ModelName target(ModelName asked) {
        return targets.get(asked);
    }

    /** The names themselves. */
    public Set<ModelName> names() {
        return targets.keySet();
    }

    /** The aliases whose targets are not {@code served}, in the order of their names. */
    public Map<ModelName, ModelName> dangling(Predicate<ModelName> served) {
        Map<ModelName, ModelName> dangling = new TreeMap<>(targets);
        dangling.values().removeIf(served);
        return dangling;
    }
}
