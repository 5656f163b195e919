package dev.signalbox.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in nanodollars, a thousand-millionth of a US dollar each: fine enough for the
 * price of one token, and nine thousand million dollars fit into it. May be negative, as a
 * correction is. Whatever does not fit throws {@link ArithmeticException}.
 */
public record NanoUsd(long amount) implements Comparable<NanoUsd> {

    /** Nothing. */
    public static final NanoUsd ZERO = new NanoUsd(0);

    private static final int PLACES = 9;

    /** That many dollars, rounded half up to a nanodollar. */
    public static NanoUsd of(BigDecimal dollars) {
        return new NanoUsd(
                dollars.setScale(PLACES, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }

    /** In dollars, exactly, without zeros at the end. */
    public BigDecimal dollars() {
        BigDecimal dollars = BigDecimal.valueOf(amount, PLACES).stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    /** Both together. */
    public NanoUsd plus(NanoUsd other) {
        return new NanoUsd(Math.addExact(amount, other.amount));
    }

    /** What is left without that. */
    public NanoUsd minus(NanoUsd other) {
        return new NanoUsd(Math.subtractExact(amount, other.amount));
    }

    @Override
    public int compareTo(NanoUsd other) {
        return Long.compare(amount, other.amount);
    }

    /** Dollars as people write them: {@code 0.00012}. */
    @Override
    public String toString() {
        return dollars().toPlainString();
    }
}
