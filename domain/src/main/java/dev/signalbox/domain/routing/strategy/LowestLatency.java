package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The one that answers soonest: its first event where the call wants a stream, else its whole
 * answer (LiteLLM's {@code latency-based-routing}). Those within the buffer of the lowest are
 * chosen among by chance. Whoever was not measured within the memory is tried first; whoever has no
 * room for the question in this minute, by its {@code rpm} or {@code tpm}, is left out as long as
 * another has.
 */
public final class LowestLatency implements Strategy {

    private final Picking picking;
    private final RandomGenerator random;

    /**
     * @param random the source of chance; used by many threads at once, so it must be safe for that
     */
    public LowestLatency(Picking picking, RandomGenerator random) {
        this.picking = picking;
        this.random = random;
    }

    @Override
    public Candidate choose(Candidates among) {
        if (among.isSettled()) {
            return among.list().getFirst();
        }
        List<Candidate> list = among.withRoom();
        // Measured once: what is true of all of them at a moment is compared, not what comes of it.
        double[] nanos = nanos(among, list);
        double most = most(nanos);
        Candidate chosen = list.getFirst();
        int equals = 0;
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] <= most && random.nextInt(++equals) == 0) {
                chosen = list.get(i);
            }
        }
        return chosen;
    }

    @Override
    public String why(Candidates among, Candidate candidate) {
        if (among.isSettled()) {
            return "the only one";
        }
        List<Candidate> list = among.withRoom();
        int place = list.indexOf(candidate);
        if (place < 0) {
            return "no room for the question in this minute";
        }
        double[] nanos = nanos(among, list);
        double most = most(nanos);
        int equals = 0;
        for (double each : nanos) {
            equals += each <= most ? 1 : 0;
        }
        String said =
                nanos[place] == 0
                        ? "not measured lately, so it is tried"
                        : (among.streamed() ? "its first event takes " : "its answer takes ")
                                + millis(nanos[place]);
        if (nanos[place] > most) {
            return most == 0
                    ? said + ", another is yet to be measured"
                    : said + ", the lowest is " + millis(most / (1 + picking.buffer()));
        }
        return equals > 1
                ? said + ", by chance among " + equals
                : nanos[place] == 0 ? said : said + ", the lowest";
    }

    private double[] nanos(Candidates among, List<Candidate> list) {
        double[] nanos = new double[list.size()];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = among.slowness(list.get(i)).nanos(picking.memory(), among.now());
        }
        return nanos;
    }

    private double most(double[] nanos) {
        double lowest = Double.POSITIVE_INFINITY;
        for (double each : nanos) {
            lowest = Math.min(lowest, each);
        }
        return lowest * (1 + picking.buffer());
    }

    /** A time for people. */
    static String millis(double nanos) {
        return Math.round(nanos / 1_000_000) + " ms";
    }
}
