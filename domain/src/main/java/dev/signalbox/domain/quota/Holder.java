package dev.signalbox.domain.quota;

import java.util.Arrays;
import java.util.List;

/**
 * Whose allowance it is.
 *
 * @param ids name it within its level; as many as the level wants, none for everybody
 */
public record Holder(Level level, List<String> ids) {

    /** All who call. */
    public static final Holder EVERYBODY = new Holder(Level.EVERYBODY, List.of());

    public Holder {
        ids = List.copyOf(ids);
        if (ids.size() != level.ids) {
            throw new IllegalArgumentException(level + " is named by " + level.ids + " ids");
        }
    }

    /** What kind of holder it is. */
    public enum Level {
        KEY("key", 1),
        TEAM("team", 1),
        /** A user in a team: the team's id, the user's. */
        MEMBER("team_member", 2),
        USER("user", 1),
        /** Whoever uses the caller's application. */
        END_USER("end_user", 1),
        TAG("tag", 1),
        /** A model of a key: the key's id, the model's name. */
        KEY_MODEL("model_per_key", 2),
        DEPLOYMENT("deployment", 1),
        PROVIDER("provider", 1),
        EVERYBODY("global", 0);

        private final String word;
        private final int ids;

        Level(String word, int ids) {
            this.word = word;
            this.ids = ids;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }

        /**
         * The one of that name.
         *
         * @throws IllegalArgumentException if there is none
         */
        static Level of(String word) {
            return Arrays.stream(values())
                    .filter(level -> level.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no level is called " + word));
        }
    }

    /** The one of that level and id. */
    public static Holder of(Level level, String id) {
        return new Holder(level, List.of(id));
    }

    /** The one of that level that two ids name. */
    public static Holder of(Level level, String first, String second) {
        return new Holder(level, List.of(first, second));
    }

    /** As people read it: the ids, with a colon between two. */
    public String id() {
        return String.join(":", ids);
    }
}
