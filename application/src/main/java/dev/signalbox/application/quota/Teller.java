package dev.signalbox.application.quota;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.driven.money.Counters.CountersUnavailable;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.application.driven.money.Counters.Holding;
import dev.signalbox.application.driven.money.Counters.Wish;
import dev.signalbox.domain.quota.Allowance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Speaks with the counters about accounts, about each one thing at a time. While they do not answer
 * nobody waits for them. Safe for many threads.
 *
 * <p>What is said is always the whole: how much this replica has, not how much more or less. So an
 * answer that got lost is made good by the next one. What was taken out of an account for a
 * question that failed stays out: whether it was given to others is not known.
 */
final class Teller implements Counters.News {

    private static final System.Logger LOG = System.getLogger(Teller.class.getName());

    /** Others may have missed that they were asked: after so long they are asked again. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(60).toNanos();

    /** A little less than after which the counters take a replica for dead. */
    private static final long LIFE_NANOS = Duration.ofSeconds(8).toNanos();

    private final Counters counters;
    private final Accounts accounts;
    private final SharedTime time;
    private final LongSupplier nanos;
    private final Executor threads;
    private final long patience;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong lastBeat;
    private final AtomicLong lastHeard;
    private final AtomicBoolean away = new AtomicBoolean();

    Teller(
            Counters counters,
            Accounts accounts,
            SharedTime time,
            Quotas.Surroundings surroundings) {
        this.counters = counters;
        this.accounts = accounts;
        this.time = time;
        this.nanos = surroundings.nanos();
        this.threads = surroundings.threads();
        this.patience = surroundings.patience().toNanos();
        this.lastBeat = new AtomicLong(nanos.getAsLong());
        this.lastHeard = new AtomicLong(nanos.getAsLong());
    }

    /** How often this replica was taken for dead and came back. */
    long epoch() {
        return epoch.get();
    }

    /** Whether there is no use in waiting. */
    boolean isAway() {
        return away.get();
    }

    /** They did not answer this in time: they are away, unless they said something since. */
    void unheard(Quotas.Question question) {
        if (lastHeard.get() - question.since() <= 0) {
            lost();
        }
    }

    /** They cannot be asked. */
    void lost() {
        if (!away.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What replicas share of limits and budgets cannot be asked for; what this one"
                            + " was granted is served on.");
        }
    }

    private void found() {
        lastHeard.set(nanos.getAsLong());
        if (away.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, "Limits and budgets are shared again.");
        }
    }

    /** The question that is under way about it, or a new one. */
    Quotas.Question ask(Account account, long need, Allowance allowance) {
        Quotas.Question fresh = new Quotas.Question(need, allowance, nanos.getAsLong());
        Quotas.Question other = account.underWay(fresh);
        if (other != null) {
            return other;
        }
        threads.execute(() -> see(account, fresh));
        return fresh;
    }

    /** Asks for more before it is needed. */
    void renew(Account account, Allowance allowance) {
        threads.execute(() -> quietly(account, () -> topUp(account, allowance)));
    }

    /** Says what the allowance is, and asks for nothing. */
    void tell(Account account, Allowance allowance) {
        threads.execute(
                () -> {
                    try {
                        quietly(account, () -> say(account, allowance));
                    } finally {
                        account.hasTold();
                    }
                });
    }

    /** Gives back all that is unused of it. */
    void giveBack(Account account) {
        quietly(account, () -> counters.report(holding(account, account.surrendered())));
    }

    /** Says that this replica lives. */
    void beat() {
        long before = nanos.getAsLong();
        time.learned(counters.beat());
        found();
        if (before - lastBeat.getAndSet(before) > LIFE_NANOS) {
            epoch.incrementAndGet();
        }
    }

    @Override
    public void recalled(String meter) {
        Account account = accounts.ofMeter(meter);
        if (account == null) {
            // Nothing of it is unused here. Whoever asks must hear so, else they wait in vain.
            threads.execute(() -> answerFor(meter));
        } else {
            threads.execute(() -> giveBack(account));
        }
    }

    @Override
    public void freed(String meter) {
        Account account = accounts.ofMeter(meter);
        if (account != null) {
            account.freed();
        }
    }

    private void answerFor(String meter) {
        try {
            counters.report(new Holding(meter, turns.incrementAndGet(), null));
        } catch (CountersUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "a recall is not answered", e);
        }
    }

    private void see(Account account, Quotas.Question question) {
        try {
            question.answer().complete(answer(account, question));
        } catch (CountersUnavailable e) {
            lost();
            question.answer().completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            question.answer().completeExceptionally(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a grant cannot be asked for", e);
            lost();
            question.answer().completeExceptionally(e);
        } finally {
            account.answered(question);
        }
    }

    /** As long as others may still give something back it is asked again. */
    private Given answer(Account account, Quotas.Question question) throws InterruptedException {
        long end = nanos.getAsLong() + patience;
        account.talk().lockInterruptibly();
        try {
            Instant asked = null;
            while (true) {
                Given given = take(account, question, asked);
                question.heard().set(true);
                long left = end - nanos.getAsLong();
                if (given.kind() != Given.Kind.OTHERS_ASKED || left <= 0) {
                    remember(account, question, given);
                    // Before the next question may be asked.
                    account.answered(question);
                    return given;
                }
                asked = asked == null ? given.at() : asked;
                account.awaitNews(Math.min(left, ASK_AGAIN_NANOS));
            }
        } finally {
            account.talk().unlock();
        }
    }

    private void remember(Account account, Quotas.Question question, Given given) {
        switch (given.kind()) {
            case GRANTED, NOT_NOW -> {}
            case OTHERS_ASKED, REFUSED ->
                    account.refused(
                            new Account.No(
                                    question.need(),
                                    question.allowance().most(),
                                    given.used(),
                                    given.kind() == Given.Kind.REFUSED,
                                    nanos.getAsLong()));
        }
    }

    private Given take(Account account, Quotas.Question question, @Nullable Instant asked) {
        Long before = account.surrendered();
        long debt = account.debt();
        long urgent = Math.max(question.need(), account.urgent()) + debt;
        long now = nanos.getAsLong();
        Allowance allowance = question.allowance();
        long liked = account.appetite().get().next(urgent, allowance.most(), now);
        return take(
                account,
                allowance,
                new Wish(
                        account.gauge(),
                        holding(account, before),
                        allowance.most(),
                        allowance.soft(),
                        question.need() + debt,
                        urgent,
                        liked,
                        asked));
    }

    private void topUp(Account account, Allowance allowance) {
        long liked = account.appetite().get().next(1, allowance.most(), nanos.getAsLong());
        have(account, allowance, account.debt(), liked);
    }

    private void say(Account account, Allowance allowance) {
        have(account, allowance, 0, 0);
    }

    private void have(Account account, Allowance allowance, long urgent, long liked) {
        Long before = account.isOf(epoch.get()) ? account.held() : account.surrendered();
        Given unused =
                take(
                        account,
                        allowance,
                        new Wish(
                                account.gauge(),
                                holding(account, before),
                                allowance.most(),
                                allowance.soft(),
                                0,
                                urgent,
                                liked,
                                null));
    }

    private Given take(Account account, Allowance allowance, Wish wish) {
        long before = nanos.getAsLong();
        long present = epoch.get();
        Given given = counters.take(wish);
        found();
        time.learned(given.at());
        account.took(given, allowance, before, present);
        if (given.granted() > 0) {
            account.appetite().updateAndGet(last -> last.fed(given.granted(), before));
        }
        return given;
    }

    private Holding holding(Account account, @Nullable Long held) {
        return new Holding(account.id(), turns.incrementAndGet(), held);
    }

    private void quietly(Account account, Runnable work) {
        account.talk().lock();
        try {
            work.run();
        } catch (CountersUnavailable e) {
            lost();
            LOG.log(System.Logger.Level.DEBUG, "the counters were not told", e);
        } finally {
            account.talk().unlock();
        }
    }
}
