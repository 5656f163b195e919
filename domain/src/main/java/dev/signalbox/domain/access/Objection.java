package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;

import java.util.Map;
import java.util.Set;

/** Every foreseen way in which an administrative change is not made, or a question not answered. */
public sealed interface Objection {

    /** There is no such team. */
    record NoSuchTeam(Team.Id id) implements Objection {}

    /** Somebody has that id already. */
    record TeamExists(Team.Id id) implements Objection {}

    /** There is no such key. */
    record NoSuchKey() implements Objection {}

    /** The very same key exists already. */
    record KeyExists() implements Objection {}

    /** Another key has that name ({@code key_alias}) already. */
    record KeyNameTaken(String name) implements Objection {}

    /**
     * The key that the caller brought cannot be one.
     *
     * @param rule what it breaks, a sentence for people
     */
    record UnfitKey(String rule) implements Objection {}

    /**
     * Aliases that name no group.
     *
     * @param dangling alias and target
     * @param groups the groups that exist
     */
    record AliasToNowhere(Map<ModelName, ModelName> dangling, Set<ModelName> groups)
            implements Objection {
        public AliasToNowhere {
            dangling = Map.copyOf(dangling);
            groups = Set.copyOf(groups);
        }
    }

    /** Where teams and keys are stored cannot be asked now; nothing was changed. */
    record RegistryAway() implements Objection {}
}
