package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.routing.Strategy;

import java.util.random.RandomGenerator;

/** All the strategies there are. */
public final class Strategies {

    private Strategies() {}

    /**
     * The one that {@code picking} names.
     *
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public static Strategy of(Picking picking, RandomGenerator random) {
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
