package dev.signalbox.domain.money;

import dev.signalbox.domain.limits.Usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What tokens and requests cost, in picodollars (a million-millionth of a US dollar): the price of
 * one token may be less than a nanodollar.
 *
 * @param input of one token of the question
 * @param cached of one that the upstream had read before
 * @param output of one token of the answer
 * @param reasoning of one that nobody sees
 * @param request of the call itself
 */
public record Price(long input, long cached, long output, long reasoning, long request) {

    private static final long PICOS_OF_A_NANO = 1000;
    private static final int PLACES = 12;

    public Price {
        if (input < 0 || cached < 0 || output < 0 || reasoning < 0 || request < 0) {
            throw new IllegalArgumentException("a price is not negative");
        }
    }

    /** Every token of question or answer at the same price. */
    public static Price of(long input, long output) {
        return new Price(input, input, output, output, 0);
    }

    /**
     * Dollars in picodollars, rounded half up.
     *
     * @throws ArithmeticException if it is more than there is
     */
    public static long picos(BigDecimal dollars) {
        return dollars.setScale(PLACES, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }

    /** Picodollars in dollars, exactly, without zeros at the end. */
    public static BigDecimal dollars(long picos) {
        BigDecimal dollars = BigDecimal.valueOf(picos, PLACES).stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    /** One token of the question and one of the answer, in dollars: what prices are compared by. */
    public BigDecimal ofTwoTokens() {
        return dollars(Math.addExact(input, output));
    }

    /**
     * What that use costs; the one place where money is rounded, half up to a nanodollar.
     *
     * @throws ArithmeticException if it is more than there is
     */
    public NanoUsd cost(Usage usage) {
        long fromCache = Math.min(usage.cached(), usage.prompt());
        long unseen = Math.min(usage.reasoning(), usage.completion());
        long picos = request;
        picos = Math.addExact(picos, Math.multiplyExact(input, usage.prompt() - fromCache));
        picos = Math.addExact(picos, Math.multiplyExact(cached, fromCache));
        picos = Math.addExact(picos, Math.multiplyExact(output, usage.completion() - unseen));
        picos = Math.addExact(picos, Math.multiplyExact(reasoning, unseen));
        return new NanoUsd(Math.addExact(picos, PICOS_OF_A_NANO / 2) / PICOS_OF_A_NANO);
    }
}
