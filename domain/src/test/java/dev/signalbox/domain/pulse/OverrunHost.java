package dev.signalbox.domain.pulse;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Calls to one host that bears only so many at once, in a time of its own: they come by chance,
 * whatever becomes of them, and those that {@link Capacity} lets through are served, refused or put
 * in line.
 */
final class OverrunHost {

    private static final double MILLI = 1_000_000;
    private static final double SECOND = 1_000 * MILLI;

    private final Capacity capacity = new Capacity();
    private final SplittableRandom random;
    private final Behaviour behaviour;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private final Deque<Long> line = new ArrayDeque<>();
    private int places;
    private double millis;
    private long now;
    private int inFlight;
    private int inService;

    private long came;
    private long served;
    private long refused;
    private long kept;
    private double slowest;

    /** What it does with more than it bears. */
    enum Behaviour {
        REFUSES,
        LETS_WAIT
    }

    /**
     * What became of the calls of some seconds.
     *
     * @param kept not let through to the host
     * @param refused by the host
     * @param slowest answer, in milliseconds
     */
    record Seconds(long came, long served, long refused, long kept, double slowest) {}

    /** An answer or a refusal that is due. */
    private record Event(long at, long began, boolean good) {}

    OverrunHost(long seed, Behaviour behaviour, int places, double millis) {
        this.random = new SplittableRandom(seed);
        this.behaviour = behaviour;
        this.places = places;
        this.millis = millis;
    }

    Capacity capacity() {
        return capacity;
    }

    /** From now on it bears so many. */
    void bears(int places) {
        this.places = places;
    }

    /** From now on each takes that long in the mean. */
    void takes(double millis) {
        this.millis = millis;
    }

    Seconds run(double perSecond, double seconds) {
        came = 0;
        served = 0;
        refused = 0;
        kept = 0;
        slowest = 0;
        long end = now + (long) (seconds * SECOND);
        while (now < end) {
            long next = now + (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
            while (!events.isEmpty() && events.peek().at() <= next) {
                happen(events.poll());
            }
            now = next;
            come();
        }
        return new Seconds(came, served, refused, kept, slowest);
    }

    private void come() {
        came++;
        if (inFlight >= capacity.most()) {
            kept++;
            return;
        }
        inFlight++;
        if (inService < places) {
            serve(now);
        } else if (behaviour == Behaviour.LETS_WAIT) {
            line.add(now);
        } else {
            events.add(new Event(now + (long) MILLI, now, false));
        }
    }

    private void serve(long began) {
        inService++;
        double takes = millis * (0.8 + 0.4 * random.nextDouble()) * MILLI;
        events.add(new Event(now + (long) takes, began, true));
    }

    private void happen(Event event) {
        now = event.at();
        if (event.good()) {
            served++;
            slowest = Math.max(slowest, (now - event.began()) / MILLI);
            capacity.answered(false, event.began(), inFlight, now);
            inService--;
            if (!line.isEmpty() && inService < places) {
                serve(line.poll());
            }
        } else {
            refused++;
            capacity.overrun(event.began(), inFlight, now);
        }
        inFlight--;
    }
}
