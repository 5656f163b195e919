package dev.signalbox.domain.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A model's name with stars in it, each of which stands for any text, also for none.
 *
 * @param pieces what stands between the stars, one more than there are stars
 */
public record NamePattern(List<String> pieces) {

    private static final char STAR = '*';

    public NamePattern {
        pieces = List.copyOf(pieces);
        if (pieces.size() < 2) {
            throw new IllegalArgumentException("a pattern has a star");
        }
    }

    /** The pattern that {@code text} is; null if it has no star. */
    public static @Nullable NamePattern in(String text) {
        return isIn(text) ? new NamePattern(List.of(text.split("\\*", -1))) : null;
    }

    /** Whether there is a star in {@code text}. */
    public static boolean isIn(String text) {
        return text.indexOf(STAR) >= 0;
    }

    /** How many stars it has. */
    public int stars() {
        return pieces.size() - 1;
    }

    /** How much is fixed before the first star, in characters. */
    public int prefixLength() {
        return pieces.getFirst().length();
    }

    /** Whether the whole of {@code name} fits. Costs no memory. */
    public boolean matches(String name) {
        String first = pieces.getFirst();
        String last = pieces.getLast();
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        for (int i = pieces.size() - 2; i > 0; i--) {
            end = startBefore(name, pieces.get(i), end);
            if (end < first.length()) {
                return false;
            }
        }
        return true;
    }

    /**
     * What {@code template} becomes for {@code name}: each star of it gives way to what the star of
     * the same rank here stands for, the first ones taking as much as they can.
     *
     * @param name one that fits
     * @param template with as many stars as this has, or with none
     */
    public String fill(String template, String name) {
        NamePattern target = in(template);
        if (target == null) {
            return template;
        }
        if (target.stars() != stars() || !matches(name)) {
            throw new IllegalArgumentException("the stars of " + template + " cannot be filled");
        }
        StringBuilder filled = new StringBuilder(target.pieces.getLast());
        int end = name.length() - pieces.getLast().length();
        for (int i = pieces.size() - 2; i >= 0; i--) {
            int start = i == 0 ? 0 : startBefore(name, pieces.get(i), end);
            filled.insert(0, name, start + pieces.get(i).length(), end);
            filled.insert(0, target.pieces.get(i));
            end = start;
        }
        return filled.toString();
    }

    /** Where {@code piece} begins last if it ends by {@code end}; below 0 if it does not. */
    private static int startBefore(String name, String piece, int end) {
        return name.lastIndexOf(piece, end - piece.length());
    }

    @Override
    public String toString() {
        return String.join("*", pieces);
    }
}
