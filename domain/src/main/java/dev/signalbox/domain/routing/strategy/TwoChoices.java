package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Two by chance, and of them the one where a call will have its answer sooner: the calls it serves
 * and this one, times the time that one takes. Nobody is flooded for having been best a moment ago,
 * as with the strategies that look at all; nobody is written off, for what was measured long ago
 * counts less and less. Our own.
 */
public final class TwoChoices implements Strategy {

    private final Picking picking;
    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public TwoChoices(Picking picking, RandomGenerator random) {
        this.picking = picking;
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        List<Candidate> list = among.list();
        if (among.isSettled()) {
            return list.getFirst();
        }
        int one = random.nextInt(list.size());
        int other = random.nextInt(list.size() - 1);
        other += other >= one ? 1 : 0;
        Candidate first = list.get(one);
        Candidate second = list.get(other);
        return load(among, second) < load(among, first) ? second : first;
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        if (among.isSettled()) {
            return "the only one";
        }
        double own = load(among, candidate);
        double wins = 0;
        for (Candidate each : among.list()) {
            if (!each.equals(candidate)) {
                double load = load(among, each);
                wins += own < load ? 1 : own == load ? 0.5 : 0;
            }
        }
        int size = among.list().size();
        long percent = Math.round(100 * wins * 2 / (size * (size - 1.0)));
        double nanos = nanos(among, candidate);
        return candidate.pulse().inFlight()
                + " in flight, "
                + (nanos > 0 ? LowestLatency.millis(nanos) + " each" : "not measured lately")
                + ": in "
                + percent
                + " % of the calls";
    }

    private double load(Candidates among, Candidate candidate) {
        double nanos = nanos(among, candidate);
        return (candidate.pulse().inFlight() + 1.0) * (nanos > 0 ? nanos : smallestKnown(among));
    }

    /** Whoever is unknown is taken for as quick as the quickest. */
    private double smallestKnown(Candidates among) {
        double smallest = Double.POSITIVE_INFINITY;
        for (Candidate candidate : among.list()) {
            double nanos = nanos(among, candidate);
            smallest = nanos > 0 ? Math.min(smallest, nanos) : smallest;
        }
        return Double.isInfinite(smallest) ? 1 : smallest;
    }

    private double nanos(Candidates among, Candidate candidate) {
        return among.slowness(candidate).faded(picking.memory(), among.now());
    }
}
