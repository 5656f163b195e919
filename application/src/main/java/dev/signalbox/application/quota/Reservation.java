package dev.signalbox.application.quota;

import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Standing;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What was set aside for a call. Whoever has it ends it once, by {@link #settle} or by {@link
 * #release}, whatever becomes of the call; what comes after that changes nothing. Safe for many
 * threads.
 */
public final class Reservation implements Quotas.Answer {

    private final List<Part> parts;
    private final long at;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param at when it was made, by the clock that only goes forward
     */
    Reservation(List<Part> parts, long at) {
        this.parts = List.copyOf(parts);
        this.at = at;
    }

    /** Of nothing, for who is not counted. */
    public static final Reservation NOTHING = new Reservation(List.of(), 0);

    /**
     * What was taken from one account.
     *
     * @param amount 0 of what does not bind
     */
    record Part(Account account, long amount, Allowance allowance) {

        private boolean isTold() {
            return allowance.binds() && !account.isOfSlots();
        }

        /** A call that is under way has spent nothing yet; it is one request of a minute. */
        private Standing standing(long at) {
            Standing standing = account.standing(allowance.most(), at);
            return allowance.measure() == Measure.MONEY ? standing.withMoreLeft(amount) : standing;
        }

        void settle(Cost actual) {
            if (!allowance.binds()) {
                end(0);
                return;
            }
            switch (account.gauge().measure()) {
                case MONEY -> end(amount - actual.money().amount());
                case TOKENS -> end(amount - actual.tokens());
                case SLOTS -> end(amount);
                case REQUESTS -> end(0);
            }
        }

        void release() {
            end(amount);
        }

        private void end(long back) {
            if (back != 0) {
                account.meter().settle(back);
            }
            account.leave();
        }
    }

    /** Whether nothing was taken for it. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The ids of the meters that money was taken from: what an intent must name. */
    public List<String> meters() {
        // Most calls keep no allowance, and streams cost something.
        return parts.isEmpty()
                ? List.of()
                : parts.stream()
                        .map(Part::account)
                        .filter(account -> account.gauge().measure() == Measure.MONEY)
                        .map(Account::id)
                        .toList();
    }

    /**
     * How it stands with what was taken from, but for calls at the same time; of a budget without
     * what was set aside here.
     */
    public List<Standing> standings() {
        return parts.isEmpty()
                ? List.of()
                : parts.stream().filter(Part::isTold).map(part -> part.standing(at)).toList();
    }

    /**
     * The call has ended and took that much.
     *
     * @param actual its money is the sum of what the ledger is told of it
     */
    public void settle(Cost actual) {
        if (ends()) {
            parts.forEach(part -> part.settle(actual));
        }
    }

    /** The call took nothing: nobody was asked. */
    public void release() {
        if (ends()) {
            parts.forEach(Part::release);
        }
    }

    /** Calls that keep no allowance share one reservation, and must not all write to it. */
    private boolean ends() {
        return !parts.isEmpty() && ended.compareAndSet(false, true);
    }
}
