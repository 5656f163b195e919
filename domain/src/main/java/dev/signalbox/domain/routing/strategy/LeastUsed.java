package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.random.RandomGenerator;

/**
 * The one that was asked for the fewest tokens in this minute, by chance among equals (LiteLLM's
 * {@code usage-based-routing-v2}). Whoever has no room for the question in this minute, by its
 * {@code rpm} or {@code tpm}, is left out as long as another has.
 */
public final class LeastUsed implements Strategy {

    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public LeastUsed(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        return among.isSettled()
                ? among.list().getFirst()
                : Candidates.lowest(
                        among.withRoom(),
                        candidate -> candidate.pulse().tokens(among.now()),
                        random);
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        if (among.isSettled()) {
            return "the only one";
        }
        if (!among.withRoom().contains(candidate)) {
            return "no room for the question in this minute";
        }
        long tokens = candidate.pulse().tokens(among.now());
        return tokens
                + " tokens in this minute, "
                + Candidates.rank(
                        among.withRoom(),
                        each -> each.pulse().tokens(among.now()),
                        (double) tokens);
    }
}
