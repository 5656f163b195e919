package dev.signalbox.application.testkit;

import dev.signalbox.application.accounting.Cashier;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.Preview;
import dev.signalbox.application.dispatch.attempt.Attempts;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Pulses;
import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.relay.CallRelay;
import dev.signalbox.application.relay.Gate;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.RoutingPolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** A dispatcher whose time stands still, whose pauses are noted, and that tells what it does. */
public final class RoutingKit {

    private final AtomicLong now = new AtomicLong();
    private final Pulses pulses = new Pulses();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final RememberedSpend spend = new RememberedSpend();
    private final Attempts attempts;
    private final Policies policies;

    /** With a policy for everybody; keys and teams have none. */
    public RoutingKit(RoutingPolicy policy, RandomGenerator random) {
        this(policy, random, settings -> new PolicyReader.Unfit(List.of("nobody reads them here")));
    }

    /** With a policy for everybody, and one who reads those of keys and teams. */
    public RoutingKit(RoutingPolicy policy, RandomGenerator random, PolicyReader reader) {
        this.policies = new Policies(policy, reader, random);
        this.attempts =
                new Attempts(
                        pulses,
                        new Telling(),
                        spend.books(now::get),
                        new Attempts.Surroundings(
                                now::get,
                                random,
                                (pause, hangup) -> {
                                    pauses.add(pause);
                                    now.addAndGet(pause.toNanos());
                                }));
    }

    /** Where everybody is let in who may be, whatever it costs. */
    public static CallRelay.Entrance entrance(Gate gate) {
        Quotas quotas =
                new Quotas(
                        new NobodyCounts(),
                        new Quotas.Surroundings(
                                () -> RememberedSpend.NOW,
                                () -> 0,
                                Runnable::run,
                                Quotas.Surroundings.PATIENCE));
        return new CallRelay.Entrance(
                gate,
                new Cashier(
                        quotas, request -> List.of(), Unpriced.ALLOW, () -> RememberedSpend.NOW),
                new ResponseIds(List.of("a secret")));
    }

    public Dispatcher dispatcher() {
        return new Dispatcher(attempts, policies);
    }

    public Preview preview() {
        return new Preview(attempts, policies);
    }

    /** Whose policy holds for whom. */
    public Policies policies() {
        return policies;
    }

    /** What was written down of questions. */
    public RememberedSpend spend() {
        return spend;
    }

    public Pulses pulses() {
        return pulses;
    }

    /** The present, in nanoseconds. */
    public long now() {
        return now.get();
    }

    /** Time goes by. */
    public void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** How long calls waited before they were tried again, in order. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** What was told to whoever counts, a line each. */
    public List<String> told() {
        return List.copyOf(told);
    }

    private final class Telling implements Signals {
        @Override
        public void attempted(Attempted attempt) {
            told.add(
                    attempt.number()
                            + " "
                            + attempt.place().deployment().id()
                            + " "
                            + (attempt.fault() == null ? "ok" : attempt.fault().kind())
                            + " "
                            + attempt.next());
        }

        @Override
        public void rests(Place place, Duration rest, Fault why) {
            told.add(place.deployment().id() + " rests " + rest);
        }

        @Override
        public void returned(Place place) {
            told.add(place.deployment().id() + " returned");
        }

        @Override
        public void fellBack(ModelName from, ModelName to, boolean served) {
            told.add(from + " fell back to " + to + (served ? "" : " in vain"));
        }

        @Override
        public void retryRefused(ModelName group) {
            told.add(group + " saves its retries");
        }
    }

    /** For those of whom nothing is counted. */
    private static final class NobodyCounts implements Counters {
        @Override
        public Given take(Wish wish) {
            throw new IllegalStateException("nothing is counted here");
        }

        @Override
        public void report(Holding holding) {
            throw new IllegalStateException("nothing is counted here");
        }

        @Override
        public Instant beat() {
            return RememberedSpend.NOW;
        }

        @Override
        public void tell(News news) {
            // Nobody says anything.
        }
    }
}
