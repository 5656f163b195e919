package dev.signalbox.domain.limits;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bounds that somebody was given. What is not in it is unbounded.
 *
 * @param values none negative
 */
public record Limits(Map<Limit, BigDecimal> values) {

    /** No bound at all. */
    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        values = Map.copyOf(values);
        values.forEach(
                (limit, value) -> {
                    if (value.signum() < 0) {
                        throw new IllegalArgumentException(
                                limit.word() + " is 0 or more, not " + value);
                    }
                });
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
        return new Limits(changed);
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
        return new Limits(filled);
    }
}
