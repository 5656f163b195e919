package dev.signalbox.application.quota;

import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Looks at allowances without taking anything of them and without asking anybody. Safe for many
 * threads.
 */
public final class Glimpse {

    private final Accounts accounts;
    private final SharedTime time;
    private final LongSupplier nanos;

    Glimpse(Accounts accounts, SharedTime time, LongSupplier nanos) {
        this.accounts = accounts;
        this.time = time;
        this.nanos = nanos;
    }

    /**
     * An allowance, and how it stands.
     *
     * @param standing null: no call that must keep it has come here in this window, so nobody here
     *     knows
     * @param resets when it begins anew; null for what never does
     */
    public record Kept(
            Allowance allowance, @Nullable Standing standing, @Nullable Instant resets) {}

    /** Those of {@code allowances} that a call can be refused for. */
    public List<Kept> of(List<Allowance> allowances) {
        return allowances.stream().filter(Allowance::binds).map(this::of).toList();
    }

    private Kept of(Allowance allowance) {
        Window window = allowance.count().window();
        long now = nanos.getAsLong();
        return new Kept(
                allowance,
                accounts.standing(allowance, now),
                window == null ? null : window.at(time.now()).end());
    }
}
