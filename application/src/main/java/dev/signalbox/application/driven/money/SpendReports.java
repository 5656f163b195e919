package dev.signalbox.application.driven.money;

import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was spent, for people. A row is there a moment after its question ended, and in the sums
 * with it.
 *
 * <p>Every method may block, for a bounded time, is called by many threads, and throws {@link
 * LedgerUnavailable} when the ledger cannot be asked. Days are those of UTC.
 */
public interface SpendReports {

    /**
     * Rows, the newest first, by the time in their ids.
     *
     * @param before the id of the last row of the page before; null for the first page
     * @param most rows on a page
     */
    List<LedgerRow> rows(RowFilter filter, @Nullable UUID before, int most);

    /**
     * Sums of days: one for each combination of what is asked apart, in the order of these, what
     * nobody said first. From sums that are kept, however many rows there are.
     */
    List<Sum> sums(Question question);

    /** What each has cost so far, corrections included; without those that never cost anything. */
    Map<String, NanoUsd> spent(Subject subject, Collection<String> ids);

    /** Whose money it is, or where it went. */
    enum Subject {
        KEY,
        TEAM,
        USER,
        END_USER,
        TAG,
        /** A model group. */
        MODEL
    }

    /**
     * Which rows; null lets all through.
     *
     * @param from the first moment
     * @param to the first moment that is too late
     * @param call as its caller knows it
     */
    record RowFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String key,
            @Nullable String team,
            @Nullable String user,
            @Nullable String endUser,
            @Nullable String tag,
            @Nullable String call,
            Receipt.@Nullable Status status) {

        /** All of them. */
        public static final RowFilter ALL =
                new RowFilter(null, null, null, null, null, null, null, null, null);
    }

    /**
     * Which sums.
     *
     * @param from the first day
     * @param to the last day
     * @param apart what they are taken apart by. End users, tags, and keys or users are summed up
     *     apart from each other: only one of the three can be in a question
     * @param only what each of these is to be, one of several; what is not there may be anything.
     *     {@code DAY} cannot be here
     * @param part which of all these sums
     */
    record Question(
            LocalDate from,
            LocalDate to,
            List<Dimension> apart,
            Map<Dimension, Set<String>> only,
            Part part) {

        public Question {
            apart = List.copyOf(apart);
            only = Map.copyOf(only);
            Set<Dimension> needed = EnumSet.noneOf(Dimension.class);
            needed.addAll(apart);
            needed.addAll(only.keySet());
            boolean endUsers = needed.contains(Dimension.END_USER);
            boolean tags = needed.contains(Dimension.TAG);
            boolean people = needed.contains(Dimension.KEY) || needed.contains(Dimension.USER);
            if ((endUsers && tags) || ((endUsers || tags) && people)) {
                throw new IllegalArgumentException("these are not summed up together: " + needed);
            }
            if (only.containsKey(Dimension.DAY)) {
                throw new IllegalArgumentException("days are from and to");
            }
            if (!part.after().isEmpty() && part.after().size() != apart.size()) {
                throw new IllegalArgumentException("one goes on behind a sum: " + part.after());
            }
        }
    }

    /**
     * Some of many sums, in their order.
     *
     * @param after what the last sum of the part before is {@linkplain Sum#of(List) of}; empty for
     *     the first part
     * @param most how many
     */
    record Part(List<String> after, int most) {
        public Part {
            after = List.copyOf(after);
        }

        /** The first ones. */
        public static Part first(int most) {
            return new Part(List.of(), most);
        }
    }

    /** The ledger cannot be asked now. */
    final class LedgerUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LedgerUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
