package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Somebody who owns keys and belongs to teams.
 *
 * @param email null if nobody said
 * @param name what people call them ({@code user_alias}); null if nobody said
 * @param models what their keys without a team may ask for
 * @param extras an object of the fields that are kept and not interpreted here
 */
public record User(
        Id id,
        @Nullable String email,
        @Nullable String name,
        Role role,
        ModelList models,
        Limits limits,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    /** Given by the creator or made by us; unique for ever. */
    public record Id(String text) {

        public Id {
            if (!accepts(text)) {
                throw new IllegalArgumentException(
                        "a user's id has 1 to "
                                + Team.Id.MAX_LENGTH
                                + " characters, none a control character");
            }
        }

        /** Whether {@code text} can be an id at all. */
        public static boolean accepts(String text) {
            return Team.Id.accepts(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What somebody may administer beside what they lead. */
    public enum Role {
        /** Everything. */
        ADMIN("proxy_admin"),
        /** Looks at everything and changes nothing. */
        VIEWER("proxy_admin_viewer"),
        /** Looks after keys of their own. */
        MEMBER("internal_user"),
        /** Looks at keys of their own. */
        MEMBER_VIEWER("internal_user_viewer");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }

        /** The role of that name; null if there is none. */
        public static @Nullable Role of(String word) {
            for (Role role : values()) {
                if (role.word.equals(word)) {
                    return role;
                }
            }
            return null;
        }
    }
}
