package dev.signalbox.domain.quota;

import dev.signalbox.domain.limits.Window;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How much somebody may use in every window.
 *
 * @param most nanodollars, requests, tokens or slots; 0 or more
 * @param soft nanodollars from which on somebody is told; null: nobody is
 */
public record Allowance(Count count, long most, @Nullable Long soft) {

    /** Of what is counted and bounds nobody; sums of a few do not overflow. */
    public static final long UNBOUND = Long.MAX_VALUE / 4;

    public Allowance {
        if (most < 0) {
            throw new IllegalArgumentException("an allowance is 0 or more, not " + most);
        }
    }

    /** One of which nobody is told before it is used up. */
    public Allowance(Count count, long most) {
        this(count, most, null);
    }

    /**
     * Of money.
     *
     * @param window null: for ever
     */
    public static Allowance money(Holder holder, long nanos, @Nullable Window window) {
        return new Allowance(new Count(holder, Measure.MONEY, window), nanos);
    }

    /** The same; from so much on somebody is told, null for never. */
    public Allowance telling(@Nullable Long soft) {
        return new Allowance(count, most, soft);
    }

    /** Whether a call may be refused for it; else it is counted, so that somebody can be told. */
    public boolean binds() {
        return most < UNBOUND;
    }

    /** Whether the other one, of the same count, says the same. */
    public boolean isLike(Allowance other) {
        return most == other.most && Objects.equals(soft, other.soft);
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
