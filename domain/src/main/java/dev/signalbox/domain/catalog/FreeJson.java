package dev.signalbox.domain.catalog;

/**
 * JSON that somebody gave us to keep and that we do not interpret ({@code metadata}, an upstream's
 * {@code innererror}).
 *
 * @param text a whole JSON value; whoever makes one has parsed it, nobody here does
 */
public record FreeJson(String text) {

    /** An object without members. */
    public static final FreeJson EMPTY = new FreeJson("{}");

    public FreeJson {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "free JSON is a whole JSON value, not an empty text");
        }
    }
}
