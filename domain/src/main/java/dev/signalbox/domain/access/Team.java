package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Who pays, and whose names for models hold.
 *
 * @param name what people call it ({@code team_alias}); not unique; null if nobody said
 * @param models what its keys may ask for by the groups' own names
 * @param blocked true: none of its keys is served
 * @param extras an object of the fields that are kept for the caller and not interpreted here
 */
public record Team(
        Id id,
        @Nullable String name,
        ModelList models,
        Aliases aliases,
        boolean blocked,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    /** Given by the creator or made by us; unique for ever. */
    public record Id(String text) {

        /** The longest id that anybody may give a team, in characters. */
        public static final int MAX_LENGTH = 256;

        public Id {
            if (!accepts(text)) {
                throw new IllegalArgumentException(
                        "a team's id has 1 to "
                                + MAX_LENGTH
                                + " characters, none a control character");
            }
        }

        /** Whether {@code text} can be an id at all. */
        public static boolean accepts(String text) {
            return !text.isBlank()
                    && text.length() <= MAX_LENGTH
                    && text.chars().noneMatch(Character::isISOControl);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether an alias exists that does not bind: with no list, other groups stay callable. */
    public boolean aliasesBindNothing() {
        return !aliases.names().isEmpty() && models.entries().isEmpty();
    }
}
