package dev.signalbox.bootstrap.running;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.model.Latency;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes deployments fail, one after the other, by a schedule that follows from its seed. At any
 * moment one of them at least has been well for longer than it could still rest for what was before
 * that. What happened is kept, to be looked at when all is over.
 */
final class Unrest implements AutoCloseable {

    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Mood[] BAD = {
        Mood.FLAPPING, Mood.DOWN, Mood.SILENT, Mood.SLOW, Mood.LIMITED, Mood.CUT, Mood.CLOSING
    };

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Fleet fleet;
    private final List<String> deployments;
    private final Random random;

    /** How a deployment behaves. */
    enum Mood {
        WELL,
        /** Every third answer is a 502. */
        FLAPPING,
        /** Every answer is a 500. */
        DOWN,
        /** It takes calls and answers none. */
        SILENT,
        SLOW,
        /** Every answer is a 429. */
        LIMITED,
        /** Streams break off in the middle, documents are not whole. */
        CUT,
        /** It closes each connection unanswered. */
        CLOSING
    }

    /** From that moment on a deployment is in that mood. */
    private record Change(long nanos, String deployment, Mood mood) {}

    Unrest(Fleet fleet, List<String> deployments, long seed) {
        this.fleet = fleet;
        this.deployments = deployments;
        this.random = new Random(seed);
        long longAgo = System.nanoTime() - 2 * SETTLED.toNanos();
        deployments.forEach(one -> changes.add(new Change(longAgo, one, Mood.WELL)));
    }

    /** From now on things happen. */
    void begin() {
        next();
    }

    private void next() {
        var unused = clock.schedule(this::happen, 100 + random.nextInt(400), TimeUnit.MILLISECONDS);
    }

    private void happen() {
        String one = deployments.get(random.nextInt(deployments.size()));
        Mood mood = BAD[random.nextInt(BAD.length)];
        if (mood(one) != Mood.WELL) {
            become(one, Mood.WELL);
        } else if (deployments.stream().anyMatch(other -> !other.equals(one) && settled(other))) {
            become(one, mood);
        }
        next();
    }

    private boolean settled(String deployment) {
        Change last = last(deployment);
        return last.mood() == Mood.WELL && System.nanoTime() - last.nanos() > SETTLED.toNanos();
    }

    private void become(String deployment, Mood mood) {
        Change change = new Change(System.nanoTime(), deployment, mood);
        changes.add(change);
        fleet.recovers(deployment);
        fleet.takes(deployment, Latency.none());
        switch (mood) {
            case WELL -> {}
            case FLAPPING -> fleet.order(deployment, FaultOrder.every(Scenarios.named("F35"), 3));
            case DOWN -> fleet.failsAlways(deployment, "F34");
            case SILENT -> fleet.failsAlways(deployment, "F11");
            case SLOW -> fleet.takes(deployment, new Latency.Uniform(200, 600));
            case LIMITED -> fleet.failsAlways(deployment, "F27");
            case CUT -> {
                fleet.failsAlways(deployment, "F52B");
                fleet.failsAlways(deployment, "F41");
            }
            case CLOSING ->
                    fleet.order(
                            deployment, FaultOrder.untilCleared(Scenarios.named("CUT")).cutAt(0));
        }
    }

    private Mood mood(String deployment) {
        return last(deployment).mood();
    }

    private Change last(String deployment) {
        return changes.reversed().stream()
                .filter(change -> change.deployment().equals(deployment))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a deployment was well all that time. */
    boolean wasWell(String deployment, long from, long to) {
        Mood mood = Mood.WELL;
        for (Change change : changes) {
            if (!change.deployment().equals(deployment) || change.nanos() - to > 0) {
                continue;
            }
            if (change.nanos() - from > 0 && change.mood() != Mood.WELL) {
                return false;
            }
            mood = change.nanos() - from > 0 ? mood : change.mood();
        }
        return mood == Mood.WELL;
    }

    /** How often something changed. */
    int changes() {
        return changes.size() - deployments.size();
    }

    /** Nothing more happens; all are well. */
    @Override
    public void close() {
        clock.shutdownNow();
        clock.close();
        deployments.forEach(one -> become(one, Mood.WELL));
    }
}
