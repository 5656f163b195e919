package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/**
 * The cheapest, by chance among equals (LiteLLM's {@code cost-based-routing}). Whoever has no price
 * counts as {@value #UNKNOWN} US dollar a token, as LiteLLM documents it: it is chosen only if
 * nobody with a price can be asked. Whoever has no room for the question in this minute, by its
 * {@code rpm} or {@code tpm}, is left out as long as another has.
 */
public final class LowestCost implements Strategy {

    /** What a token costs of which nobody says what it costs, in US dollars. */
    static final double UNKNOWN = 1;

    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public LowestCost(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        return among.isSettled()
                ? among.list().getFirst()
                : Candidates.lowest(among.withRoom(), LowestCost::price, random);
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        if (among.isSettled()) {
            return "the only one";
        }
        if (!among.withRoom().contains(candidate)) {
            return "no room for the question in this minute";
        }
        BigDecimal price = candidate.deployment().terms().price();
        String said =
                price == null ? "no price is known, " : "$" + price.toPlainString() + " a token, ";
        return said + Candidates.rank(among.withRoom(), LowestCost::price, price(candidate));
    }

    private static double price(Candidate candidate) {
        BigDecimal price = candidate.deployment().terms().price();
        return price == null ? UNKNOWN : price.doubleValue();
    }
}
