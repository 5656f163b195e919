package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Calls over deployments in a time of its own: they come by chance, take as long as by chance they
 * take, and wait in line where a deployment serves as many as it can. What comes when, and how much
 * work it is, depends on the seed alone: two strategies with one seed get the same calls.
 */
final class Simulation {

    private static final double MILLI = 1_000_000;
    private static final double SECOND = 1_000 * MILLI;

    private final Plan plan;
    private final Strategy strategy;
    private final ModelGroup group;
    private final List<Server> servers = new ArrayList<>();
    private final PriorityQueue<Served> ending =
            new PriorityQueue<>((a, b) -> Long.compare(a.ends, b.ends));
    private final long[] took;
    private final int[] chosen;
    private final long[] tokens;
    private final long[] came;

    /**
     * A deployment.
     *
     * @param millis what a call takes in the mean, in line not counted
     * @param places how many it serves at the same time
     */
    record Place(String name, Terms terms, double millis, int places) {}

    /**
     * What happens to one of them.
     *
     * @param place its number
     * @param times as long as usual every call takes that begins then; infinite: it rests
     */
    record Trouble(int place, double times, double fromSecond, double toSecond) {
        boolean isAt(double second) {
            return second >= fromSecond && second < toSecond;
        }
    }

    /**
     * What is simulated.
     *
     * @param perSecond how many calls come in a second, in the mean
     */
    record Plan(
            long seed, int calls, double perSecond, List<Place> places, List<Trouble> troubles) {}

    /** Who served which call, and how long its caller waited. */
    record Result(Plan plan, int[] chosen, long[] tokens, long[] came, long[] took) {

        /** The share of the calls that a place got, of those that came within these seconds. */
        double share(int place, double fromSecond, double toSecond) {
            int all = 0;
            int its = 0;
            for (int i = 0; i < chosen.length; i++) {
                boolean counts = came[i] >= fromSecond * SECOND && came[i] < toSecond * SECOND;
                all += counts ? 1 : 0;
                its += counts && chosen[i] == place ? 1 : 0;
            }
            return all == 0 ? 0 : (double) its / all;
        }

        /** The share of all calls. */
        double share(int place) {
            return share(place, 0, Double.POSITIVE_INFINITY);
        }

        /** The tokens of a minute. */
        long tokens(int place, int minute) {
            long sum = 0;
            for (int i = 0; i < chosen.length; i++) {
                boolean counts = Math.floorDiv(came[i], (long) (60 * SECOND)) == minute;
                sum += counts && chosen[i] == place ? tokens[i] : 0;
            }
            return sum;
        }

        /** How long callers waited in the mean, in milliseconds. */
        double mean() {
            return Arrays.stream(took).average().orElse(0) / MILLI;
        }

        /** How long so large a share of them waited at most, in milliseconds. */
        double percentile(double share) {
            long[] sorted = took.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.ceil(share * sorted.length) - 1] / MILLI;
        }
    }

    private record Waiting(int call, long came, double work) {}

    private record Served(Server server, Waiting call, long ends) {}

    private final class Server {
        private final Place place;
        private final int number;
        private final Candidate candidate;
        private final Deque<Waiting> line = new ArrayDeque<>();
        private int busy;

        Server(Place place, int number, Candidate candidate) {
            this.place = place;
            this.number = number;
            this.candidate = candidate;
        }

        void take(Waiting call) {
            if (busy < place.places) {
                serve(call, call.came);
            } else {
                line.add(call);
            }
        }

        void serve(Waiting call, long now) {
            busy++;
            double times = 1;
            for (Trouble trouble : plan.troubles) {
                boolean slow = trouble.place == number && trouble.isAt(now / SECOND);
                times *= slow && !Double.isInfinite(trouble.times) ? trouble.times : 1;
            }
            long nanos = (long) (call.work * place.millis * times * MILLI);
            ending.add(new Served(this, call, now + nanos));
        }

        void end(Waiting call, long now) {
            busy--;
            took[call.call] = now - call.came;
            candidate.pulse().succeeded(now);
            candidate.pulse().documents().measured(now - call.came, now);
            candidate.pulse().leave();
            if (!line.isEmpty()) {
                serve(line.remove(), now);
            }
        }
    }

    private Simulation(Plan plan, Picking picking) {
        this.plan = plan;
        this.strategy = Strategies.of(picking, new SplittableRandom(plan.seed + 1));
        List<Deployment> deployments = new ArrayList<>();
        for (Place place : plan.places) {
            Deployment deployment =
                    new Deployment(
                            new Deployment.Id(place.name),
                            new Deployment.Provider("azure"),
                            "m",
                            "http://h",
                            place.terms,
                            Deployment.About.NOTHING);
            servers.add(new Server(place, servers.size(), new Candidate(deployment, new Pulse())));
            deployments.add(deployment);
        }
        this.group = new ModelGroup(new ModelName("g"), deployments);
        this.took = new long[plan.calls];
        this.chosen = new int[plan.calls];
        this.tokens = new long[plan.calls];
        this.came = new long[plan.calls];
    }

    /** All of it, under one strategy. */
    static Result run(Plan plan, Picking picking) {
        return new Simulation(plan, picking).run();
    }

    private Result run() {
        SplittableRandom chance = new SplittableRandom(plan.seed);
        long now = 0;
        for (int call = 0; call < plan.calls; call++) {
            now += (long) (exponential(chance) / plan.perSecond * SECOND);
            // Half of the work is the same for all, the rest is as long as an answer happens to be.
            double work = 0.5 + 0.5 * exponential(chance);
            tokens[call] = 100 + (long) (400 * exponential(chance));
            came[call] = now;
            finish(now);
            Server server = choose(call, now);
            chosen[call] = server.number;
            if (!server.candidate.pulse().enter(Pulse.Room.ENDLESS, tokens[call], now)) {
                throw new IllegalStateException("it is never full");
            }
            server.take(new Waiting(call, now, work));
        }
        finish(Long.MAX_VALUE);
        return new Result(plan, chosen, tokens, came, took);
    }

    private Server choose(int call, long now) {
        List<Candidate> healthy = new ArrayList<>();
        for (Server server : servers) {
            boolean rests = false;
            for (Trouble trouble : plan.troubles) {
                rests |=
                        trouble.place == server.number
                                && Double.isInfinite(trouble.times)
                                && trouble.isAt(now / SECOND);
            }
            if (!rests) {
                healthy.add(server.candidate);
            }
        }
        Candidate candidate =
                strategy.choose(new Candidates(group, healthy, false, tokens[call], now));
        for (Server server : servers) {
            if (server.candidate.equals(candidate)) {
                return server;
            }
        }
        throw new IllegalStateException("chose somebody who was not among them");
    }

    private void finish(long now) {
        while (!ending.isEmpty() && ending.peek().ends <= now) {
            Served served = ending.remove();
            served.server.end(served.call, served.ends);
        }
    }

    private static double exponential(SplittableRandom chance) {
        return -Math.log(1 - chance.nextDouble());
    }
}
