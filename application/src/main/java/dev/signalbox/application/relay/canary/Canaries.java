package dev.signalbox.application.relay.canary;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Split;
import dev.signalbox.domain.pulse.Trial;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How calls go where a name stands for several groups, and which of them are tried out no more. Of
 * this process alone: others see with their own calls. Safe for many threads.
 */
public final class Canaries implements Aliases.Guard {

    /** How many names are looked at; where there are more, the rest is never stopped. */
    private static final int MOST = 10_000;

    private static final System.Logger LOG = System.getLogger(Canaries.class.getName());

    private final ConcurrentMap<Place, Watched> watched = new ConcurrentHashMap<>();

    /** A name that stands for several groups. */
    private record Place(String owner, ModelName alias) {}

    /** One trial: where the groups or the weights are others, it is another one. */
    private record Watched(Split split, Trial trial) {}

    @Override
    public boolean isStopped(Lot lot) {
        Trial trial = trial(lot);
        return trial != null && trial.stopped() != null;
    }

    /**
     * A call ended.
     *
     * @param lot what it drew
     * @param good whether the group that it drew served it; what its caller did wrong is none of
     *     the group's doing and is not told here
     * @param nanos how long it took until its answer began
     * @param now a running clock, in nanoseconds
     */
    public void ended(Lot lot, boolean good, long nanos, long now) {
        Watched one = watched(lot, now);
        Trial.Stop stop = one == null ? null : one.trial.ended(lot.taken(), good, nanos, now);
        if (stop != null) {
            say(lot, stop);
        }
    }

    /** How the arms did lately, in their order; empty if nothing is known of that. */
    public List<Trial.Share> shares(Lot lot, long now) {
        Trial trial = trial(lot);
        return trial == null ? List.of() : trial.shares(now);
    }

    private @Nullable Trial trial(Lot lot) {
        Watched one = watched.get(new Place(lot.owner(), lot.alias()));
        return one != null && one.split.equals(lot.split()) ? one.trial : null;
    }

    private @Nullable Watched watched(Lot lot, long now) {
        Place place = new Place(lot.owner(), lot.alias());
        if (watched.size() >= MOST && !watched.containsKey(place)) {
            forgetTheQuietest(now);
            if (watched.size() >= MOST) {
                return null;
            }
        }
        return watched.compute(
                place,
                (same, before) ->
                        before != null && before.split.equals(lot.split())
                                ? before
                                : begun(lot.split()));
    }

    private static Watched begun(Split split) {
        return new Watched(split, new Trial(split.arms().size(), split.safe()));
    }

    /** It is a memory, not a record: whoever is forgotten is counted anew. */
    private void forgetTheQuietest(long now) {
        watched.entrySet()
                .removeIf(
                        entry ->
                                entry.getValue().trial.stopped() == null
                                        && entry.getValue().trial.isQuiet(now));
    }

    private static void say(Lot lot, Trial.Stop stop) {
        Split split = lot.split();
        LOG.log(
                System.Logger.Level.WARNING,
                "the alias {0} of the {1} sends all its calls to {2}: of {3} calls to {4} {5}"
                        + " failed, of {6} to {2} {7}; that ends when the alias is changed",
                lot.alias(),
                lot.owner(),
                split.arms().get(split.safe()).group(),
                stop.canary().calls(),
                split.arms().get(stop.arm()).group(),
                stop.canary().bad(),
                stop.safe().calls(),
                stop.safe().bad());
    }
}
