package dev.signalbox.domain.routing;

import dev.signalbox.domain.policy.Picking;

import java.util.random.RandomGenerator;

/** Picks the deployment that gets a call. Called by many threads at once; never blocks. */
public interface Strategy {

    /** One of those. */
    Candidate choose(Candidates among);

    /**
     * Why {@code candidate} would be chosen, or how often: half a sentence for people, as {@code
     * chosen by weight, in 90 % of the calls}.
     */
    String why(Candidates among, Candidate candidate);

    /**
     * The one that {@code picking} names.
     *
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    static Strategy of(Picking picking, RandomGenerator random) {
        return switch (picking.way()) {
            case WEIGHTED_SHUFFLE -> new WeightedShuffle(random);
            case LEAST_BUSY -> new LeastBusy(random);
            case LOWEST_LATENCY -> new LowestLatency(picking, random);
            case LEAST_USED -> new LeastUsed(random);
            case LOWEST_COST -> new LowestCost(random);
            case TWO_CHOICES -> new TwoChoices(picking, random);
        };
    }
}
