package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * By chance, each deployment as often as its weight says; where no deployment of the group has one,
 * as its {@code rpm} says, then its {@code tpm} (LiteLLM's {@code simple-shuffle}). Whoever says
 * nothing where others do is chosen only if none of them can be asked.
 */
public final class WeightedShuffle implements Strategy {

    private static final List<ToDoubleFunction<Terms>> MEASURES =
            List.of(
                    terms -> orNothing(terms.weight()),
                    terms -> orNothing(terms.rpm()),
                    terms -> orNothing(terms.tpm()));

    private static final List<String> WORDS = List.of("weight", "rpm", "tpm");

    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public WeightedShuffle(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        List<Candidate> list = among.list();
        if (list.size() == 1) {
            return list.getFirst();
        }
        int measure = measure(among.group());
        double total = measure < 0 ? 0 : total(list, MEASURES.get(measure));
        if (total <= 0) {
            return list.get(random.nextInt(list.size()));
        }
        double left = random.nextDouble() * total;
        Candidate last = list.getFirst();
        for (Candidate candidate : list) {
            double share = MEASURES.get(measure).applyAsDouble(candidate.deployment().terms());
            if (share > 0) {
                left -= share;
                last = candidate;
                if (left < 0) {
                    return candidate;
                }
            }
        }
        // Rounding may leave a crumb behind the last one.
        return last;
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        List<Candidate> list = among.list();
        if (list.size() == 1) {
            return "the only one";
        }
        int measure = measure(among.group());
        double total = measure < 0 ? 0 : total(list, MEASURES.get(measure));
        if (total <= 0) {
            return "chosen by chance, in " + percent(1.0 / list.size()) + " of the calls";
        }
        double share = MEASURES.get(measure).applyAsDouble(candidate.deployment().terms());
        return "chosen by "
                + WORDS.get(measure)
                + ", in "
                + percent(share / total)
                + " of the calls";
    }

    /** Looked up over the whole group, so that a share does not depend on who is asked first. */
    private static int measure(ModelGroup group) {
        for (int i = 0; i < MEASURES.size(); i++) {
            for (Deployment deployment : group.deployments()) {
                if (MEASURES.get(i).applyAsDouble(deployment.terms()) > 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static double total(List<Candidate> list, ToDoubleFunction<Terms> measure) {
        double total = 0;
        for (Candidate candidate : list) {
            total += measure.applyAsDouble(candidate.deployment().terms());
        }
        return total;
    }

    private static double orNothing(@Nullable Number number) {
        return number == null ? 0 : number.doubleValue();
    }

    private static String percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 1 ? "less than 1 %" : Math.round(percent) + " %";
    }
}
