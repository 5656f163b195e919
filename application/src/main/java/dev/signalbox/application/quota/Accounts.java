package dev.signalbox.application.quota;

import dev.signalbox.application.driven.money.Counters.Gauge;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The accounts in use: for every count that of the present window. Safe for many threads. */
final class Accounts {

    private final ConcurrentHashMap<Count, Account> byCount = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Account> byMeter = new ConcurrentHashMap<>();
    private final SharedTime time;
    private final LongSupplier nanos;

    Accounts(SharedTime time, LongSupplier nanos) {
        this.time = time;
        this.nanos = nanos;
    }

    /** The one of the present window. The caller has entered it and leaves it in the end. */
    Account entered(Count count) {
        while (true) {
            long now = nanos.getAsLong();
            Account account = byCount.get(count);
            if (account == null || !account.isOpen(now)) {
                account = present(count);
            }
            if (account.enter(now)) {
                return account;
            }
            byCount.remove(count, account);
        }
    }

    /** The one of that meter; null if it is not in use. */
    @Nullable Account ofMeter(String meter) {
        return byMeter.get(meter);
    }

    /** How it stands with an allowance in this window; null if nobody here has heard of that. */
    @Nullable Standing standing(Allowance allowance, long now) {
        Account account = byCount.get(allowance.count());
        return account == null || !account.isOpen(now) || account.held() == null
                ? null
                : account.standing(allowance.most(), now);
    }

    Collection<Account> all() {
        return byMeter.values();
    }

    /** Puts it away if no call uses it. */
    void putAway(Account account) {
        if (account.close()) {
            byMeter.remove(account.id(), account);
            byCount.remove(account.count(), account);
        }
    }

    private Account present(Count count) {
        Account present =
                byCount.compute(
                        count,
                        (same, old) ->
                                old != null && old.isOpen(nanos.getAsLong())
                                        ? old
                                        : successor(same, old));
        byMeter.put(present.id(), present);
        return present;
    }

    /** A window that is over here is over: its end was measured so that it is never too late. */
    private Account successor(Count count, @Nullable Account old) {
        Instant now = time.now();
        Window window = count.window();
        if (window == null) {
            return new Account(count, new Gauge(count.meter(null), count.measure(), null), 0);
        }
        Instant end = old == null ? null : old.end();
        if (old != null && end != null && now.isBefore(end) && !old.wasTurnedDown()) {
            now = end;
        }
        Window.Span span = window.at(now);
        long present = nanos.getAsLong();
        long left = Duration.between(now, span.end()).toNanos();
        Gauge gauge = new Gauge(count.meter(span), count.measure(), span);
        Account successor = new Account(count, gauge, present + left);
        if (old != null) {
            successor.appetite().set(old.appetite().get().later(present));
        }
        return successor;
    }
}
