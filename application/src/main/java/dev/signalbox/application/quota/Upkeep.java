package dev.signalbox.application.quota;

import dev.signalbox.application.driven.money.Counters.CountersUnavailable;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps what is shared true while no call does: says that this replica lives, gives back what
 * nobody uses, and forgets who does not call. To be run once a second, on one thread.
 */
public final class Upkeep implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final Duration UNUSED = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final Accounts accounts;
    private final Teller teller;
    private final LongSupplier nanos;

    Upkeep(Accounts accounts, Teller teller, LongSupplier nanos) {
        this.accounts = accounts;
        this.teller = teller;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        try {
            teller.beat();
        } catch (CountersUnavailable e) {
            teller.lost();
            LOG.log(System.Logger.Level.DEBUG, "the counters do not hear that we live", e);
            return;
        }
        long now = nanos.getAsLong();
        for (Account account : accounts.all()) {
            account.appetite().updateAndGet(Appetite::rested);
            if (!account.isOpen(now)) {
                accounts.putAway(account);
            } else if (account.idleFor(UNUSED, now)) {
                rest(account, now);
            }
        }
    }

    /** Gives back everything that is unused: this replica ends. */
    @Override
    public void close() {
        if (!teller.isAway() || isThereAgain()) {
            giveBackAll();
        }
    }

    /** Nobody may have asked since they came back, and what is kept now is kept for long. */
    private boolean isThereAgain() {
        try {
            teller.beat();
            return true;
        } catch (CountersUnavailable e) {
            LOG.log(System.Logger.Level.DEBUG, "what is unused is not given back at the end", e);
            return false;
        }
    }

    private void giveBackAll() {
        for (Account account : accounts.all()) {
            if (!teller.isAway() && account.isOpen(nanos.getAsLong())) {
                teller.giveBack(account);
            }
        }
    }

    private void rest(Account account, long now) {
        if (account.meter().left() > 0 && !teller.isAway()) {
            teller.giveBack(account);
        }
        if (account.meter().left() <= 0 && account.idleFor(FORGOTTEN, now)) {
            accounts.putAway(account);
        }
    }
}
