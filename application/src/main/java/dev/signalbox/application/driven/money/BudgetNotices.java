package dev.signalbox.application.driven.money;

import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody is to be told of budgets, made where money is written down as spent, once for every
 * budget, window and amount, and kept until it was told or given up. Shared by all replicas.
 * Everything may wait for a database, for seconds at worst, and throws {@link
 * Counters.CountersUnavailable} if that cannot be asked. Safe for many threads.
 */
public interface BudgetNotices {

    /** So long nobody else is given what {@link #take} gave. */
    Duration LEASE = Duration.ofMinutes(1);

    /** The one that has waited longest beyond its time; empty if none is due. */
    Optional<Notice> take();

    /** It was told. */
    void sent(UUID id);

    /** It was not told, and is due again after that time. */
    void later(UUID id, Duration pause);

    /** It was not told, and never will be. */
    void giveUp(UUID id);

    /** How many there are to be told. */
    long waiting();

    /**
     * One of them.
     *
     * @param id the same however often it is told
     * @param reset when the budget begins anew; null for never
     * @param at when it happened
     * @param age how long ago that is, by the clock that all replicas share
     * @param tries how often it was taken, this time included
     */
    record Notice(
            UUID id,
            Event event,
            Holder holder,
            Amounts amounts,
            Names names,
            @Nullable Instant reset,
            Instant at,
            Duration age,
            int tries) {}

    /** What has happened, by LiteLLM's word. */
    enum Event {
        SOFT("soft_budget_crossed"),
        /** Four fifths of the budget are spent. */
        MOST("threshold_crossed"),
        /** All of it is spent, or so much that a call was refused for want of the rest. */
        ALL("budget_crossed");

        private final String word;

        Event(String word) {
            this.word = word;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }
    }

    /**
     * How it stood then.
     *
     * @param budget null if there is none
     * @param soft null if there is none
     */
    record Amounts(NanoUsd spent, @Nullable NanoUsd budget, @Nullable NanoUsd soft) {}

    /**
     * Who is meant, as far as it is known now; null what is not.
     *
     * @param token the key's hash, which opens nothing
     */
    record Names(
            @Nullable String token,
            @Nullable String keyName,
            @Nullable String user,
            @Nullable String email,
            @Nullable String team,
            @Nullable String teamName) {}
}
