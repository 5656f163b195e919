package dev.signalbox.application.ledger;

import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What became of a question, and what it cost: one row of the ledger.
 *
 * @param estimated true: the tokens were counted here, for the upstream did not say
 * @param price the version of the price; null if nobody knows what it costs
 * @param first until something of the answer was there; null if nothing ever was
 * @param took from the question to the end
 * @param error a word for the failure; null if there was none
 */
public record Receipt(
        Intent intent,
        Status status,
        Usage usage,
        boolean estimated,
        NanoUsd cost,
        @Nullable String price,
        @Nullable Duration first,
        Duration took,
        @Nullable String error) {

    /** How it ended. */
    public enum Status {
        /** With a whole answer. */
        WHOLE("success"),
        /** The upstream broke off. */
        CUT_SHORT("truncated"),
        /** The caller went away. */
        ABANDONED("aborted"),
        /** Without an answer. */
        FAILED("failure"),
        /** Nobody knows: the process died in it. */
        UNKNOWN("unknown");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** Its name on the wire and in the database. */
        public String word() {
            return word;
        }
    }
}
