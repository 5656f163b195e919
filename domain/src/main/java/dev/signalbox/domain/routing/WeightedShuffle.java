package dev.signalbox.domain.routing;

import dev.signalbox.domain.catalog.Deployment;

import java.util.List;
import java.util.random.RandomGenerator;

/** By chance, each deployment as often as its weight says (LiteLLM's {@code simple-shuffle}). */
public final class WeightedShuffle implements Strategy {

    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public WeightedShuffle(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Deployment choose(List<Deployment> candidates) {
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        double left = random.nextDouble() * totalWeight(candidates);
        for (Deployment candidate : candidates) {
            left -= candidate.weight();
            if (left < 0) {
                return candidate;
            }
        }
        // Rounding may leave a crumb behind the last one.
        return candidates.getLast();
    }

    private static double totalWeight(List<Deployment> candidates) {
        double total = 0;
        for (Deployment candidate : candidates) {
            total += candidate.weight();
        }
        return total;
    }
}
