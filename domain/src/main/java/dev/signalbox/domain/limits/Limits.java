package dev.signalbox.domain.limits;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The bounds that somebody was given. What is not in it is unbounded.
 *
 * @param values none negative
 * @param window after which time the money may be spent anew; null: it may be spent once
 * @param raise by how much more the money is for a while; null: by nothing
 * @param parts bounds for parts of what is used beside those for all of it, by the part's name
 */
public record Limits(
        Map<Limit, BigDecimal> values,
        @Nullable Window window,
        @Nullable Raise raise,
        Map<String, Limits> parts) {

    /** No bound at all. */
    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        values = Map.copyOf(values);
        parts = Map.copyOf(parts);
        values.forEach(
                (limit, value) -> {
                    if (value.signum() < 0) {
                        throw new IllegalArgumentException(
                                limit.word() + " is 0 or more, not " + value);
                    }
                });
    }

    /** Bounds for everything, money once and for all. */
    public Limits(Map<Limit, BigDecimal> values) {
        this(values, null, null, Map.of());
    }

    /**
     * More money for a while.
     *
     * @param by US dollars, not negative
     * @param until the first moment at which it counts no more
     */
    public record Raise(BigDecimal by, Instant until) {

        public Raise {
            if (by.signum() < 0) {
                throw new IllegalArgumentException("a raise is 0 or more, not " + by);
            }
        }
    }

    /** The bound; null if there is none. */
    public @Nullable BigDecimal of(Limit limit) {
        return values.get(limit);
    }

    /**
     * The US dollars that may be spent at a moment; null if they are not bounded.
     *
     * @param now asked for only if it matters
     */
    public @Nullable BigDecimal money(InstantSource now) {
        BigDecimal most = of(Limit.MAX_BUDGET);
        return most == null || raise == null || !now.instant().isBefore(raise.until())
                ? most
                : most.add(raise.by());
    }

    /** The same with another bound; null takes it away. */
    public Limits with(Limit limit, @Nullable BigDecimal value) {
        Map<Limit, BigDecimal> changed = new EnumMap<>(Limit.class);
        changed.putAll(values);
        if (value == null) {
            changed.remove(limit);
        } else {
            changed.put(limit, value);
        }
        return new Limits(changed, window, raise, parts);
    }

    /** The same with another raise; null for none. */
    public Limits raised(@Nullable Raise raise) {
        return new Limits(values, window, raise, parts);
    }

    /** The same, without a raise that is over. */
    public Limits asOf(Instant now) {
        return raise == null || now.isBefore(raise.until()) ? this : raised(null);
    }

    /** The same, the money to be spent anew after that time; null: once and for all. */
    public Limits every(@Nullable Window window) {
        return new Limits(values, window, raise, parts);
    }

    /** The same with other bounds for parts. */
    public Limits withParts(Map<String, Limits> parts) {
        return new Limits(values, window, raise, parts);
    }

    /**
     * The first bound of {@code other} that this one does not keep; null if it keeps them all. What
     * it is raised by counts, over or not; what the other is raised by does not, for it ends.
     */
    public @Nullable Limit firstBeyond(Limits other) {
        for (Limit limit : Limit.values()) {
            BigDecimal most = other.of(limit);
            BigDecimal own = atMost(limit);
            if (limit.binds() && most != null && (own == null || own.compareTo(most) > 0)) {
                return limit;
            }
        }
        return null;
    }

    private @Nullable BigDecimal atMost(Limit limit) {
        BigDecimal own = of(limit);
        return own == null || raise == null || limit != Limit.MAX_BUDGET
                ? own
                : own.add(raise.by());
    }

    /** The same; where it says nothing, what {@code other} says. */
    public Limits orElse(Limits other) {
        Map<Limit, BigDecimal> filled = new EnumMap<>(Limit.class);
        filled.putAll(other.values);
        filled.putAll(values);
        Map<String, Limits> allParts = new HashMap<>(other.parts);
        allParts.putAll(parts);
        boolean ownMoney = values.containsKey(Limit.MAX_BUDGET);
        return new Limits(filled, ownMoney ? window : other.window, raise, allParts);
    }
}
