package dev.signalbox.domain.quota;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whose allowance it is.
 *
 * @param ids name it within its level; as many as the level wants, none for everybody
 */
public record Holder(Level level, List<String> ids) {

    /** All who call. */
    public static final Holder EVERYBODY = new Holder(Level.EVERYBODY, List.of());

    private static final int FIRST_PLAIN = 0x21;
    private static final int LAST_PLAIN = 0x7e;
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

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
        /** Terms that several share; nothing is counted for them. */
        TERMS("budget", 1),
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

        /** The one of that name; null if there is none. */
        public static @Nullable Level of(String word) {
            for (Level level : values()) {
                if (level.word.equals(word)) {
                    return level;
                }
            }
            return null;
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

    /**
     * Level and ids as one text in ASCII: the same for ever, and no two have the same, whatever
     * they are called.
     */
    public String path() {
        StringBuilder path = new StringBuilder(level.word);
        for (String id : ids) {
            escape(id, path.append('/'));
        }
        return path.toString();
    }

    /**
     * The one of that {@link #path}.
     *
     * @throws IllegalArgumentException if nobody has it
     */
    public static Holder ofPath(String path) {
        List<String> parts = List.of(path.split("/", -1));
        return of(parts.getFirst(), parts.subList(1, parts.size()));
    }

    /**
     * The one whose level has that name.
     *
     * @param escaped the ids, as {@link #path} writes them
     */
    static Holder of(String word, List<String> escaped) {
        Level level = Level.of(word);
        if (level == null) {
            throw new IllegalArgumentException("no level is called " + word);
        }
        return new Holder(level, escaped.stream().map(Holder::unescaped).toList());
    }

    static void escape(String part, StringBuilder out) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c >= FIRST_PLAIN && c <= LAST_PLAIN && c != '/' && c != '%') {
                out.append(c);
            } else {
                out.append('%');
                String hex = Integer.toHexString(c);
                out.append("0000", hex.length(), HEX_DIGITS).append(hex);
            }
        }
    }

    private static String unescaped(String part) {
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                c = (char) Integer.parseInt(part, i + 1, i + 1 + HEX_DIGITS, HEX);
                i += HEX_DIGITS;
            }
            text.append(c);
        }
        return text.toString();
    }

    /** Whether it is somebody in that team. */
    public boolean isMemberOf(String team) {
        return level == Level.MEMBER && ids.getFirst().equals(team);
    }

    /** As people read it: the ids, with a colon between two. */
    public String id() {
        return String.join(":", ids);
    }
}
