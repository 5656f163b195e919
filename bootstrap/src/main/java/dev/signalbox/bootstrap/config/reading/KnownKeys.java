package dev.signalbox.bootstrap.config.reading;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Every key that a configuration file may have, by section: those we serve and those we do not. */
public final class KnownKeys {

    private static final String TABLE = "known-keys.txt";
    private static final int FEW_TYPOS = 2;
    private static final int TYPO_PER_LETTERS = 3;

    private final Map<String, Group> groups;

    private KnownKeys(Map<String, Group> groups) {
        this.groups = Map.copyOf(groups);
    }

    /** The table that comes with the program. */
    public static KnownKeys load() {
        try (InputStream in = KnownKeys.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing from the program");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownKeys parse(String table) {
        Map<String, Group> groups = new HashMap<>();
        Map<String, String> keys = Map.of();
        for (String line : table.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                keys = new LinkedHashMap<>();
                groups.put(line.strip(), new Group(keys));
                continue;
            }
            int colon = line.indexOf(": ");
            String names = colon < 0 ? line : line.substring(0, colon);
            for (String name : names.split(",", -1)) {
                keys.put(name.strip(), colon < 0 ? "" : line.substring(colon + 2).strip());
            }
        }
        return new KnownKeys(groups);
    }

    /** The keys of one section, as the table names it. */
    public Group group(String section) {
        Group group = groups.get(section);
        if (group == null) {
            throw new IllegalArgumentException("the table has no section " + section);
        }
        return group;
    }

    /** The section, other than {@code here}, that has this very key; null if none has. */
    public @Nullable String sectionOf(String key, Group here) {
        for (Map.Entry<String, Group> entry : groups.entrySet()) {
            if (entry.getValue() != here && entry.getValue().keys.containsKey(key)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The keys of one section. */
    public static final class Group {

        private final Map<String, String> keys;

        private Group(Map<String, String> keys) {
            this.keys = keys;
        }

        /** Whether what stands under {@code key} has an effect. */
        public boolean serves(String key) {
            return "".equals(keys.get(key));
        }

        /** The keys that have an effect. */
        public Set<String> served() {
            Set<String> served = new LinkedHashSet<>(keys.keySet());
            served.removeIf(key -> !serves(key));
            return served;
        }

        /** What it means that {@code key} is not served; null if it is, or nobody knows it. */
        public @Nullable String absence(String key) {
            String sentence = keys.get(key);
            if (sentence != null) {
                return sentence.isEmpty() ? null : sentence;
            }
            for (Map.Entry<String, String> entry : keys.entrySet()) {
                String name = entry.getKey();
                if (name.endsWith("*") && key.startsWith(name.substring(0, name.length() - 1))) {
                    return entry.getValue();
                }
            }
            return null;
        }

        /** The known key that {@code key} was probably meant to be; null if none is near. */
        public @Nullable String nearest(String key, Collection<String> more) {
            Set<String> candidates = new LinkedHashSet<>(keys.keySet());
            candidates.addAll(more);
            return KnownKeys.nearest(key, candidates);
        }
    }

    /** The one of {@code candidates} that was probably meant; null if none is near. */
    public static @Nullable String nearest(String written, Collection<String> candidates) {
        String nearest = null;
        int least = Math.max(FEW_TYPOS, written.length() / TYPO_PER_LETTERS) + 1;
        for (String candidate : candidates) {
            int distance = distance(written, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** How many letters must be added, left out or exchanged (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
