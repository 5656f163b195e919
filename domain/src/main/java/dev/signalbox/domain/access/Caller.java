package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

/** Who asks: whoever holds the master key, or a key together with its team. */
public sealed interface Caller {

    /** The group that this caller means by {@code asked}: an alias's target, or the name itself. */
    ModelName resolve(ModelName asked);

    /** The holder of the master key: may administer, may ask for every group, has no aliases. */
    record Master() implements Caller {
        @Override
        public ModelName resolve(ModelName asked) {
            return asked;
        }
    }

    /**
     * The holder of a key.
     *
     * @param team null only for a key that belongs to no team
     */
    record Member(Key key, @Nullable Team team) implements Caller {

        @Override
        public ModelName resolve(ModelName asked) {
            ModelName target = aliasTarget(asked);
            return target == null ? asked : target;
        }

        /** What {@code asked} is an alias for; null if it is none. */
        public @Nullable ModelName aliasTarget(ModelName asked) {
            return team == null ? null : team.aliases().target(asked);
        }
    }
}
