package dev.signalbox.application.driven.money;

import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Makes good what was charged by a wrong price: rows are never changed, further ones say the
 * difference. Every method may block for long, and throws {@link SpendReports.LedgerUnavailable}
 * when the ledger cannot be asked.
 */
public interface SpendCorrections {

    /**
     * What was charged for the questions of a time, the oldest first, by the time in their ids.
     *
     * @param to the first moment that is too late
     * @param after the id of the last question of the page before; null for the first page
     * @param most questions on a page
     */
    List<Charged> charged(Instant from, Instant to, @Nullable UUID after, int most);

    /**
     * Writes what the questions cost by other prices: all of it, or nothing if anything is thrown.
     * A question for which just that is charged already gets no further row, so that the same
     * corrections a second time change nothing.
     *
     * @param corrections of different questions
     * @return how many rows were written
     */
    int correct(List<Correction> corrections);

    /**
     * What was charged for a question.
     *
     * @param receipt as it was at first
     * @param charged with all corrections so far
     * @param price that is charged now; null if nobody knew one
     */
    record Charged(Receipt receipt, NanoUsd charged, @Nullable String price) {}

    /**
     * What a question is to cost.
     *
     * @param question the id of its row
     * @param cost from now on, as a whole; the difference is found when it is written
     * @param price the version that says so
     */
    record Correction(UUID question, NanoUsd cost, String price) {}
}
