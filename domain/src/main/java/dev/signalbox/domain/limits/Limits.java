package dev.signalbox.domain.limits;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The bounds that somebody was given. What is not in it is unbounded.
 *
 * @param values none negative
 * @param window after which time the money may be spent anew; null: it may be spent once
 * @param raise by how much more the money is for a while; null: by nothing
 * @param parts bounds for parts of what is used beside those for all of it, by the part's name
 * @param each for every one of those who use it together, beside those for all of them; null: none
 * @param terms the id of terms that say what is not said here ({@code budget_id}); null: none
 */
public record Limits(
        Map<Limit, BigDecimal> values,
        @Nullable Window window,
        @Nullable Raise raise,
        Map<String, Limits> parts,
        @Nullable Limits each,
        @Nullable String terms) {

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
        this(values, null, null, Map.of(), null, null);
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
        return new Limits(changed, window, raise, parts, each, terms);
    }

    /** The same with another raise; null for none. */
    public Limits raised(@Nullable Raise raise) {
        return new Limits(values, window, raise, parts, each, terms);
    }

    /** The same, without a raise that is over. */
    public Limits asOf(Instant now) {
        return raise == null || now.isBefore(raise.until()) ? this : raised(null);
    }

    /** The same, the money to be spent anew after that time; null: once and for all. */
    public Limits every(@Nullable Window window) {
        return new Limits(values, window, raise, parts, each, terms);
    }

    /** The same with other bounds for parts. */
    public Limits withParts(Map<String, Limits> parts) {
        return new Limits(values, window, raise, parts, each, terms);
    }

    /** The same with other bounds for each of those who use it. */
    public Limits forEach(@Nullable Limits each) {
        return new Limits(values, window, raise, parts, each, terms);
    }

    /** The same under other terms. */
    public Limits under(@Nullable String terms) {
        return new Limits(values, window, raise, parts, each, terms);
    }

    /** Whether it says nothing at all. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * What holds when its terms say what it does not say itself.
     *
     * @param known the terms of an id; null if there are none
     */
    public Limits complete(Function<String, @Nullable Limits> known) {
        Limits found = terms == null ? null : known.apply(terms);
        if (found == null) {
            return this;
        }
        Limits whole = orElse(found);
        return of(Limit.MAX_BUDGET) == null ? whole.raised(found.raise) : whole;
    }

    /**
     * The first bound of {@code other} that this one does not keep, be it for a part; null if it
     * keeps them all. Money that may be spent anew sooner is more. What it is raised by counts,
     * over or not; what the other is raised by does not, for it ends.
     */
    public @Nullable Limit firstBeyond(Limits other) {
        Limit beyond = firstBeyondAlone(other);
        for (Map.Entry<String, Limits> part : other.parts.entrySet()) {
            if (beyond == null) {
                beyond = parts.getOrDefault(part.getKey(), NONE).firstBeyond(part.getValue());
            }
        }
        return beyond;
    }

    private @Nullable Limit firstBeyondAlone(Limits other) {
        for (Limit limit : Limit.values()) {
            BigDecimal most = other.of(limit);
            BigDecimal own = atMost(limit);
            if (limit.binds() && most != null && (own == null || own.compareTo(most) > 0)) {
                return limit;
            }
        }
        boolean sooner =
                window != null && (other.window == null || window.isShorterThan(other.window));
        return sooner && other.of(Limit.MAX_BUDGET) != null ? Limit.MAX_BUDGET : null;
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
        return new Limits(
                filled,
                ownMoney ? window : other.window,
                raise,
                allParts,
                each == null ? other.each : each,
                terms == null ? other.terms : terms);
    }
}
