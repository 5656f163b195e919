package dev.signalbox.http.openai.reading;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How much may be wished for, wherever it is said. */
final class WishBounds {

    static final int MOST_FALLBACKS = 20;

    /** What one fallback may change. */
    static final int MOST_CHANGES = 100;

    static final int MOST_TAGS = 64;
    static final int LONGEST_TEXT = 256;

    private static final int MOST_RETRIES = 10;
    private static final double A_DAY = 86_400;
    private static final double MILLIS = 1000;

    private WishBounds() {}

    /** A wait, a day at most; null if that many seconds are none. */
    static @Nullable Duration wait(double seconds) {
        return seconds > 0
                ? Duration.ofMillis((long) Math.ceil(Math.min(seconds, A_DAY) * MILLIS))
                : null;
    }

    /** How often to try again, ten times at most; null if nothing can be done that often. */
    static @Nullable Integer retries(double times) {
        return times >= 0 && Math.rint(times) == times
                ? (Integer) (int) Math.min(times, MOST_RETRIES)
                : null;
    }

    /** Whether it can be a tag or a session. */
    static boolean isWord(String text) {
        return !text.isBlank() && text.length() <= LONGEST_TEXT;
    }
}
