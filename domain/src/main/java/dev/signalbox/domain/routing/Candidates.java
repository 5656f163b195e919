package dev.signalbox.domain.routing;

import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.pulse.Slowness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Whom a call may still ask: resting ones, those it asked already and those that may not serve it
 * are left out.
 *
 * @param group all of them, for what is looked up over the whole group
 * @param list at least one, in the group's order
 * @param streamed whether the call wants its answer event by event
 * @param tokens of the question, estimated
 * @param now nanoseconds of a clock that only goes forward
 */
public record Candidates(
        ModelGroup group, List<Candidate> list, boolean streamed, long tokens, long now) {

    public Candidates {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("there is nobody to choose from in " + group.name());
        }
    }

    /** Whether there is only one: it needs no strategy. */
    public boolean isSettled() {
        return list.size() == 1;
    }

    /** How long the candidate takes until such a call has what it waits for. */
    public Slowness slowness(Candidate candidate) {
        return streamed ? candidate.pulse().events() : candidate.pulse().documents();
    }

    /** Whether this question is more than the candidate wants to take in this minute. */
    private boolean isTooMuchFor(Candidate candidate) {
        Terms terms = candidate.deployment().terms();
        return (terms.rpm() != null && candidate.pulse().requests(now) >= terms.rpm())
                || (terms.tpm() != null && candidate.pulse().tokens(now) + tokens > terms.tpm());
    }

    /** Those with room for the question in this minute; all, if nobody has. */
    public List<Candidate> withRoom() {
        List<Candidate> roomy = null;
        for (int i = 0; i < list.size(); i++) {
            Candidate candidate = list.get(i);
            boolean tooMuch = isTooMuchFor(candidate);
            if (roomy == null && tooMuch) {
                // Nothing is copied as long as nobody is left out, which is nearly always.
                roomy = new ArrayList<>(list.subList(0, i));
            } else if (roomy != null && !tooMuch) {
                roomy.add(candidate);
            }
        }
        return roomy == null || roomy.isEmpty() ? list : roomy;
    }

    /**
     * The one of {@code list} of which the measure is lowest; by chance among equals. The measure
     * is taken once of each, for it may change meanwhile.
     */
    public static Candidate lowest(
            List<Candidate> list, ToDoubleFunction<Candidate> measure, RandomGenerator random) {
        Candidate chosen = list.getFirst();
        double lowest = Double.POSITIVE_INFINITY;
        int equals = 0;
        for (Candidate candidate : list) {
            double measured = measure.applyAsDouble(candidate);
            if (measured < lowest) {
                lowest = measured;
                chosen = candidate;
                equals = 1;
            } else if (measured == lowest && random.nextInt(++equals) == 0) {
                chosen = candidate;
            }
        }
        return chosen;
    }

    /** How a candidate with that measure stands among {@code list}, in words. */
    public static String rank(
            List<Candidate> list, ToDoubleFunction<Candidate> measure, double own) {
        int lower = 0;
        int equal = 0;
        for (Candidate candidate : list) {
            double measured = measure.applyAsDouble(candidate);
            lower += measured < own ? 1 : 0;
            equal += measured == own ? 1 : 0;
        }
        if (lower > 0) {
            return lower == 1 ? "one other has less" : lower + " others have less";
        }
        return equal > 1 ? "as little as " + (equal - 1) + " more: by chance" : "the least";
    }
}
