package dev.signalbox.application.quota;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Measure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Lets calls use what they are allowed to. What this replica was granted lies in memory, and a call
 * that finds it used up waits for more once, and not for long. Safe for many threads.
 */
public final class Quotas {

    /** Slots come back one by one, and nobody knows when. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * What time and threads are here.
     *
     * @param wall this machine's clock; it counts only until the one that is shared was heard of
     * @param nanos a clock that only goes forward
     * @param threads run what must not keep a call; a new one for each, for they wait
     * @param patience how long a call that finds nothing left waits for more
     */
    public record Surroundings(
            InstantSource wall, LongSupplier nanos, Executor threads, Duration patience) {

        /** So long a call waits at most; what is accounted for must not slow it. */
        public static final Duration PATIENCE = Duration.ofMillis(250);
    }

    /** Whether a call may use what it will take. */
    public sealed interface Answer permits Reservation, Refused {}

    /** It may not; nothing was taken. */
    public record Refused(Refusal refusal) implements Answer {}

    private final SharedTime time;
    private final Accounts accounts;
    private final Teller teller;
    private final Upkeep upkeep;
    private final LongSupplier nanos;
    private final long patience;

    /** Takes part in what {@code counters} share; {@link #upkeep} must be done now and then. */
    public Quotas(Counters counters, Surroundings surroundings) {
        this.nanos = surroundings.nanos();
        this.patience = surroundings.patience().toNanos();
        this.time = new SharedTime(surroundings.wall(), nanos);
        this.accounts = new Accounts(time, nanos);
        this.teller = new Teller(counters, accounts, time, surroundings);
        this.upkeep = new Upkeep(accounts, teller, nanos);
        counters.tell(teller);
    }

    /** The moment by the clock that all replicas share. */
    public InstantSource time() {
        return time::now;
    }

    /** How it stands with allowances, as far as this replica knows. */
    public Glimpse glimpse() {
        return new Glimpse(accounts, time, nanos);
    }

    /** What must be done once a second, off the path of calls. */
    public Upkeep upkeep() {
        return upkeep;
    }

    /**
     * Sets aside what a call may take, of all allowances or of none. What costs nothing is not
     * counted where money is.
     */
    public Answer reserve(List<Allowance> allowances, Cost estimate) {
        if (allowances.isEmpty()) {
            return Reservation.NOTHING;
        }
        List<Reservation.Part> taken = new ArrayList<>(allowances.size());
        long deadline = nanos.getAsLong() + patience;
        for (Allowance allowance : allowances) {
            long need = allowance.measure() == Measure.SLOTS ? 1 : estimate.of(allowance.measure());
            if (need > 0 && !allowance.binds()) {
                taken.add(counted(allowance));
            } else if (need > 0) {
                Refusal refusal = take(allowance, need, deadline, taken);
                if (refusal != null) {
                    taken.forEach(Reservation.Part::release);
                    return new Refused(refusal);
                }
            }
        }
        return new Reservation(taken, deadline - patience);
    }

    /** Nothing is set aside: it is named where it is written down what the call did cost. */
    private Reservation.Part counted(Allowance allowance) {
        Account account = accounts.entered(allowance.count());
        tellIfNew(account, allowance);
        return new Reservation.Part(account, 0, allowance);
    }

    /** Null if it was taken. */
    private @Nullable Refusal take(
            Allowance allowance, long need, long deadline, List<Reservation.Part> taken) {
        while (true) {
            Account account = accounts.entered(allowance.count());
            Taken one = takeOf(account, allowance, need, deadline);
            if (one instanceof Taken.All) {
                taken.add(new Reservation.Part(account, need, allowance));
                return null;
            }
            account.leave();
            if (one instanceof Taken.No no) {
                return refusal(allowance, account, need, no.used());
            }
            if (one instanceof Taken.Unknown || nanos.getAsLong() - deadline >= 0) {
                return new Refusal.AllowanceUnknown(
                        allowance.count().holder(), allowance.measure());
            }
        }
    }

    private Taken takeOf(Account account, Allowance allowance, long need, long deadline) {
        if (takesAtOnce(account, allowance, need)) {
            renewIfLow(account, allowance);
            tellIfNew(account, allowance);
            return Taken.ALL;
        }
        if (need > allowance.most()) {
            if (account.held() == null && allowance.most() > 0 && !teller.isAway()) {
                // Whoever is refused is told how much was used, and nobody here knows.
                var unused = teller.ask(account, 1, allowance).await(deadline - nanos.getAsLong());
            }
            return new Taken.No(account.used(allowance.most(), nanos.getAsLong()));
        }
        account.beginsToWait(need);
        try {
            return takeLater(account, allowance, need, deadline);
        } finally {
            account.waitsNoMore(need);
        }
    }

    private Taken takeLater(Account account, Allowance allowance, long need, long deadline) {
        while (account.isOpen(nanos.getAsLong())) {
            Account.No no = account.no();
            if (no != null && no.answers(need, allowance.most(), nanos.getAsLong())) {
                return no.sure() ? new Taken.No(no.used()) : Taken.UNKNOWN;
            }
            if (teller.isAway()) {
                return Taken.UNKNOWN;
            }
            Question question = teller.ask(account, need, allowance);
            Given given = question.await(deadline - nanos.getAsLong());
            if (takesAtOnce(account, allowance, need)) {
                return Taken.ALL;
            }
            if (given == null && !question.heard().get()) {
                teller.unheard(question);
                return Taken.UNKNOWN;
            }
            if (nanos.getAsLong() - deadline >= 0) {
                // Only who heard of no room anywhere may say so.
                return given != null && given.kind() == Given.Kind.REFUSED
                        ? new Taken.No(given.used())
                        : Taken.UNKNOWN;
            }
        }
        return Taken.NOT_HERE;
    }

    /** Looks again after it took: in between the window may have ended. */
    private boolean takesAtOnce(Account account, Allowance allowance, long need) {
        if (!account.isOf(teller.epoch())
                || !account.isWithin(allowance)
                || !account.meter().reserve(need)) {
            return false;
        }
        if (account.isOpen(nanos.getAsLong()) && account.isOf(teller.epoch())) {
            return true;
        }
        account.meter().settle(need);
        return false;
    }

    private void renewIfLow(Account account, Allowance allowance) {
        Appetite last = account.appetite().get();
        if (last.isLow(account.meter().left())
                && !teller.isAway()
                && account.appetite().compareAndSet(last, last.renewed())) {
            teller.renew(account, allowance);
        }
    }

    private void tellIfNew(Account account, Allowance allowance) {
        if (!account.isTold(allowance) && !teller.isAway() && account.beginsToTell()) {
            teller.tell(account, allowance);
        }
    }

    private Refusal refusal(Allowance allowance, Account account, long need, long used) {
        Count count = allowance.count();
        Instant reset = account.end();
        Duration pause = reset == null ? null : positive(Duration.between(time.now(), reset));
        return count.measure() == Measure.MONEY
                ? new Refusal.BudgetSpent(
                        count.holder(),
                        new NanoUsd(used),
                        new NanoUsd(allowance.most()),
                        new NanoUsd(need),
                        reset,
                        pause)
                : new Refusal.RateLimited(
                        count.holder(),
                        count.measure(),
                        used,
                        allowance.most(),
                        reset,
                        pause == null ? SOON : pause);
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /**
     * What is asked about one account, once for all calls that wait for it. Safe for many threads.
     *
     * @param need of the call that came first
     * @param allowance as that call knew it
     * @param since when it came, by the clock that only goes forward
     */
    record Question(
            long need,
            Allowance allowance,
            long since,
            CompletableFuture<Given> answer,
            AtomicBoolean heard) {

        Question(long need, Allowance allowance, long since) {
            this(need, allowance, since, new CompletableFuture<>(), new AtomicBoolean());
        }

        /** The answer, if it comes in time; null if it does not, or will not. */
        @Nullable Given await(long longestNanos) {
            try {
                return answer.get(Math.max(0, longestNanos), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    /** What became of one. */
    private sealed interface Taken {

        Taken ALL = new All();
        Taken UNKNOWN = new Unknown();
        Taken NOT_HERE = new NotHere();

        /** It was taken. */
        record All() implements Taken {}

        /** There is not as much left. */
        record No(long used) implements Taken {}

        /** Nobody knows whether there is. */
        record Unknown() implements Taken {}

        /** The window is over; the next one must be asked. */
        record NotHere() implements Taken {}
    }
}
