package dev.signalbox.domain.limits;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The bounds that somebody was given. What is not in it is unbounded.
 *
 * @param values none negative
 * @param window after which time the money may be spent anew; null: it may be spent once
 * @param parts bounds for parts of what is used beside those for all of it, by the part's name
 */
public record Limits(
        Map<Limit, BigDecimal> values, @Nullable Window window, Map<String, Limits> parts) {

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
        this(values, null, Map.of());
    }

    /** The bound; null if there is none. */
    public @Nullable BigDecimal of(Limit limit) {
        return values.get(limit);
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
        return new Limits(changed, window, parts);
    }

    /** The same, the money to be spent anew after that time; null: once and for all. */
    public Limits every(@Nullable Window window) {
        return new Limits(values, window, parts);
    }

    /** The same with other bounds for parts. */
    public Limits withParts(Map<String, Limits> parts) {
        return new Limits(values, window, parts);
    }

    /** The first bound of {@code other} that this one does not keep; null if it keeps them all. */
    public @Nullable Limit firstBeyond(Limits other) {
        for (Limit limit : Limit.values()) {
            BigDecimal most = other.of(limit);
            BigDecimal own = of(limit);
            if (most != null && (own == null || own.compareTo(most) > 0)) {
                return limit;
            }
        }
        return null;
    }

    /** The same; where it says nothing, what {@code other} says. */
    public Limits orElse(Limits other) {
        Map<Limit, BigDecimal> filled = new EnumMap<>(Limit.class);
        filled.putAll(other.values);
        filled.putAll(values);
        Map<String, Limits> allParts = new HashMap<>(other.parts);
        allParts.putAll(parts);
        boolean ownMoney = values.containsKey(Limit.MAX_BUDGET);
        return new Limits(filled, ownMoney ? window : other.window, allParts);
    }
}
