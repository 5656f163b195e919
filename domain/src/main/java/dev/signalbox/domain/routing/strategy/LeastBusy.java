package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.random.RandomGenerator;

/**
 * The one that serves the fewest calls just now, by chance among equals (LiteLLM's {@code
 * least-busy}). Counted by this process alone, exactly: no count is left behind by a call that
 * broke.
 */
public final class LeastBusy implements Strategy {

    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public LeastBusy(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        return Candidates.lowest(among.list(), LeastBusy::calls, random);
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        if (among.isSettled()) {
            return "the only one";
        }
        int calls = candidate.pulse().inFlight();
        String said = calls == 1 ? "1 call in flight, " : calls + " calls in flight, ";
        return said + Candidates.rank(among.list(), LeastBusy::calls, calls);
    }

    private static double calls(Candidate candidate) {
        return candidate.pulse().inFlight();
    }
}
