package dev.signalbox.domain.catalog;

/**
 * What callers write where the wire says {@code "model"}: the name of a group, or an alias for one.
 *
 * @param text one to {@value #MAX_LENGTH} characters, none of them a control character or half a
 *     surrogate pair
 */
public record ModelName(String text) implements Comparable<ModelName> {

    /** The longest name that anybody may ask for or configure, in characters. */
    public static final int MAX_LENGTH = 256;

    public ModelName {
        if (!accepts(text)) {
            throw new IllegalArgumentException(
                    "a model name has 1 to " + MAX_LENGTH + " characters and no control character");
        }
    }

    /** Whether {@code text} can be a name at all; what comes from outside is asked this first. */
    public static boolean accepts(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.codePoints().noneMatch(ModelName::isUnwritable);
    }

    /** Half of a pair cannot be written in UTF-8: no wire carries it. */
    private static boolean isUnwritable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    @Override
    public int compareTo(ModelName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
