package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Split;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Somebody's own names for models. One step, never a chain: a target is a group's name.
 *
 * @param targets names that stand for one group
 * @param splits names that stand for several, each for a share of the calls; none of them is in
 *     {@code targets}
 */
public record Aliases(Map<ModelName, ModelName> targets, Map<ModelName, Split> splits) {

    /** No name of one's own. */
    public static final Aliases NONE = new Aliases(Map.of());

    public Aliases {
        targets = Map.copyOf(targets);
        splits = Map.copyOf(splits);
        if (!Collections.disjoint(targets.keySet(), splits.keySet())) {
            throw new IllegalArgumentException("a name stands for one group, or for several");
        }
    }

    /** Names that stand for one group each. */
    public Aliases(Map<ModelName, ModelName> targets) {
        this(targets, Map.of());
    }

    /**
     * How a call draws where a name stands for several groups.
     *
     * @param user whoever uses the caller's application; null if nobody says: the key draws
     */
    public record Draw(@Nullable String user, Guard guard) {

        /** The key draws, and no group is stopped. */
        public static final Draw OF_KEY = new Draw(null, lot -> false);
    }

    /** Knows which groups are not to be tried out any more. Asked on the threads of calls. */
    @FunctionalInterface
    public interface Guard {

        /** Whether calls like this one all go to the heaviest. */
        boolean isStopped(Lot lot);
    }

    /** The group that {@code asked} stands for; null if it is no alias, or stands for several. */
    public @Nullable ModelName target(ModelName asked) {
        return targets.get(asked);
    }

    /** The groups that {@code asked} stands for; null if it is no alias, or stands for one. */
    public @Nullable Split split(ModelName asked) {
        return splits.isEmpty() ? null : splits.get(asked);
    }

    /** Every group that {@code asked} may lead to; just itself if it is no alias. */
    public List<ModelName> ends(ModelName asked) {
        ModelName target = targets.get(asked);
        Split split = split(asked);
        if (split != null) {
            return split.groups();
        }
        return List.of(target == null ? asked : target);
    }

    /** Every name and every group that it may lead to, in the order of the names. */
    public SortedMap<ModelName, List<ModelName>> ends() {
        SortedMap<ModelName, List<ModelName>> ends = new TreeMap<>();
        targets.forEach((name, target) -> ends.put(name, List.of(target)));
        splits.forEach((name, split) -> ends.put(name, split.groups()));
        return ends;
    }

    /** The names themselves. */
    public Set<ModelName> names() {
        if (splits.isEmpty()) {
            return targets.keySet();
        }
        Set<ModelName> names = new HashSet<>(targets.keySet());
        names.addAll(splits.keySet());
        return names;
    }

    /**
     * The aliases with a group that is not {@code served}, and the first such group, in the order
     * of their names.
     */
    public Map<ModelName, ModelName> dangling(Predicate<ModelName> served) {
        Map<ModelName, ModelName> dangling = new TreeMap<>();
        ends().forEach(
                        (name, groups) -> {
                            List<ModelName> missing = new ArrayList<>(groups);
                            missing.removeIf(served);
                            if (!missing.isEmpty()) {
                                dangling.put(name, missing.getFirst());
                            }
                        });
        return dangling;
    }
}
