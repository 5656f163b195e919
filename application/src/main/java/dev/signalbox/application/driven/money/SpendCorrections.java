package dev.signalbox.application.driven.money;

import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Makes good what was charged by a wrong price: rows are never changed, further ones say the
 * difference. Every method may block for long, and throws {@link SpendReports.LedgerUnavailable}
 * when the ledger cannot be asked.
 */
public interface SpendCorrections {

    /**
     * Tells of every question of a time, the oldest first, of one moment.
     *
     * @param to the first moment that is too late
     */
    void each(Instant from, Instant to, Consumer<Charged> told);

    /**
     * Writes what the questions cost by other prices: all of it, or nothing if anything is thrown.
     * The same row and price a second time is nothing new.
     *
     * @param corrections of different questions
     * @return how many were new
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
