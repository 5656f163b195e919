package dev.signalbox.domain.quota;

import dev.signalbox.domain.limits.Window;

import org.jspecify.annotations.Nullable;

/**
 * How much somebody may use in every window.
 *
 * @param most nanodollars, requests, tokens or slots; 0 or more
 */
public record Allowance(Count count, long most) {

    public Allowance {
        if (most < 0) {
            throw new IllegalArgumentException("an allowance is 0 or more, not " + most);
        }
    }

    /**
     * Of money.
     *
     * @param window null: for ever
     */
    public static Allowance money(Holder holder, long nanos, @Nullable Window window) {
        return new Allowance(new Count(holder, Measure.MONEY, window), nanos);
    }

    /** Of requests or tokens, every minute. */
    public static Allowance perMinute(Holder holder, Measure measure, long most) {
        return new Allowance(new Count(holder, measure, Window.MINUTE), most);
    }

    /** Of calls at the same time. */
    public static Allowance slots(Holder holder, long most) {
        return new Allowance(new Count(holder, Measure.SLOTS, null), most);
    }

    /** Of what is counted. */
    public Measure measure() {
        return count.measure();
    }
}
