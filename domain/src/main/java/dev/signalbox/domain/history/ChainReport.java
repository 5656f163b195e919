package dev.signalbox.domain.history;

import org.jspecify.annotations.Nullable;

/**
 * What came of looking through the whole history.
 *
 * @param rows how many there are
 * @param head the newest row; null if there is none
 * @param flaw the first thing that is wrong; null if nothing is
 */
public record ChainReport(long rows, @Nullable Head head, @Nullable Flaw flaw) {

    /** A row and its hash, to be noted elsewhere and compared later. */
    public record Head(long serial, String hash) {}

    /**
     * What is wrong.
     *
     * @param serial of the row where it shows
     * @param why for people
     */
    public record Flaw(long serial, String why) {}
}
