package dev.signalbox.application.testkit;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.accounting.Estimator;
import dev.signalbox.application.accounting.UnpricedCalls;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.Reservation;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Remembers what it was told, and complains of whoever ends a question twice, or one unknown. */
public final class RememberedSpend implements SpendLog {

    /** When everything happens. */
    public static final Instant NOW = Instant.parse("2026-11-27T01:00:00Z");

    private final Map<UUID, Intent> open = new LinkedHashMap<>();
    private final UnpricedCalls unpriced = new UnpricedCalls();
    private final List<Receipt> receipts = new ArrayList<>();
    private final Set<String> exhausted = ConcurrentHashMap.newKeySet();
    private boolean full;

    /** From now on there is no room. */
    public void fillUp() {
        full = true;
    }

    @Override
    public synchronized boolean begin(Intent intent) {
        if (!full && open.put(intent.id(), intent) != null) {
            throw new IllegalStateException("begun twice: " + intent.id());
        }
        return !full;
    }

    @Override
    public synchronized void end(Receipt receipt) {
        if (open.remove(receipt.intent().id()) == null) {
            throw new IllegalStateException("ended, but not begun: " + receipt.intent().id());
        }
        receipts.add(receipt);
    }

    /** All that ended, in order. */
    public synchronized List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    /** What was begun and has not ended. */
    public synchronized List<Intent> open() {
        return List.copyOf(open.values());
    }

    /** Where questions without a price are counted. */
    public UnpricedCalls unpriced() {
        return unpriced;
    }

    /** From now on nothing is left of what may be spent on that deployment. */
    public void exhaust(String deployment) {
        exhausted.add(deployment);
    }

    private Quotas.Answer reserved(Deployment deployment, NanoUsd most) {
        String id = deployment.id().text();
        return exhausted.contains(id)
                ? new Quotas.Refused(
                        new Refusal.BudgetSpent(
                                Holder.of(Holder.Level.DEPLOYMENT, id),
                                most,
                                most,
                                most,
                                null,
                                null))
                : Reservation.NOTHING;
    }

    /** Books that are kept here; a token is four letters, and is counted at once. */
    public Books books(LongSupplier nanos) {
        AtomicLong number = new AtomicLong();
        return new Books(
                this,
                new Estimator(new Letters(), Runnable::run),
                this::reserved,
                new Books.Surroundings(
                        () -> NOW,
                        nanos,
                        () -> new UUID(0x7000L, number.incrementAndGet()),
                        unpriced));
    }

    private static final class Letters implements TokenCounter {
        @Override
        public long ofQuestion(String model, CallBody body) {
            return body.tokens();
        }

        @Override
        public long ofWords(String model, String text) {
            return (text.length() + 3) / 4;
        }
    }
}
