package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.dispatch.choice.Fit;
import dev.signalbox.application.dispatch.choice.Pulses;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.routing.Pauser;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.application.driven.routing.Signals.Attempted;
import dev.signalbox.application.driven.routing.Signals.Next;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Asks the deployments of one group, one after the other, until one answers or no try is left.
 * Another one is asked at once; the same one only after a pause, and only if there is no other.
 * Safe for many threads.
 */
public final class Attempts {

    private final Pulses pulses;
    private final Signals signals;
    private final Pauser pauser;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final Affinity affinity = new Affinity();
    private final ConcurrentMap<ModelName, Turnstile> turnstiles = new ConcurrentHashMap<>();

    /**
     * @param surroundings what time it is, and chance
     */
    public Attempts(Pulses pulses, Signals signals, Pauser pauser, Surroundings surroundings) {
        this.pulses = pulses;
        this.signals = signals;
        this.pauser = pauser;
        this.clock = surroundings.clock();
        this.random = surroundings.random();
    }

    /**
     * What is handed in, so that tests decide.
     *
     * @param clock nanoseconds that only go forward
     * @param random the source of chance; safe for many threads
     */
    public record Surroundings(LongSupplier clock, RandomGenerator random) {}

    /** What became of a call in one group. */
    public sealed interface Result {}

    /** An answer has begun. */
    public record Opened(Served served, Upstream.Answer answer, Lease lease) implements Result {}

    /** Whoever was asked failed; the first failure. */
    public record Failed(Served served, Fault fault) implements Result {}

    /**
     * Nobody could be asked.
     *
     * @param why a sentence for people
     */
    public record Nobody(Refusal refusal, String why) implements Result {}

    /** Who is told what happens. */
    public Signals signals() {
        return signals;
    }

    /** The present, in nanoseconds of a clock that only goes forward. */
    public long now() {
        return clock.getAsLong();
    }

    /** Whom the call may ask there now. */
    public Selection selection(Station station, Journey journey, Set<Deployment.Id> tried) {
        return new Selection(new Selection.Query(station, journey.rules(), tried, now()), pulses);
    }

    /** Asks there until somebody answers. */
    public Result in(Station station, Journey journey, Naming naming) {
        pulses.budget(station.group()).called(now());
        Round round = new Round(station, journey, naming);
        while (true) {
            long places = turnstile(round).places();
            Selection selection = selection(station, journey, round.tried());
            Candidates among = selection.candidates();
            if (among == null) {
                if (waitForPlace(selection, round, places)) {
                    continue;
                }
                return round.orNobody(selection);
            }
            Candidate tied = affinity.tied(round, among);
            Candidate chosen = tied == null ? journey.held().strategy().choose(among) : tied;
            Checks checks = journey.rules().checks();
            if (chosen.pulse().enter(Fit.most(chosen, checks))) {
                Result result = ask(round, new Choice(selection, among, chosen, tied != null));
                if (result != null) {
                    return result;
                }
            }
        }
    }

    /**
     * One that was chosen, and those that it was chosen from.
     *
     * @param tied whether it was chosen because the caller's earlier calls went there
     */
    private record Choice(
            Selection selection, Candidates among, Candidate candidate, boolean tied) {}

    /** Null: the group is asked once more. */
    private @Nullable Result ask(Round round, Choice choice) {
        Journey journey = round.journey();
        Station station = round.station();
        Deployment deployment = station.asked(choice.candidate().deployment());
        Served served = journey.served(station, deployment);
        Lease lease = lease(round, choice, deployment);
        int number = journey.attempt();
        Upstream.Order order =
                new Upstream.Order(
                        station.call(),
                        served,
                        round.naming(),
                        journey.timetable().patience(deployment.terms(), now()),
                        journey.trip().hangup());
        Upstream.Attempt attempt;
        boolean asked = false;
        try {
            attempt = journey.trip().directory().upstream(deployment).open(order);
            asked = true;
        } finally {
            if (!asked) {
                lease.abandoned();
            }
        }
        Tell tell = new Tell(journey, choice, lease, number);
        return switch (attempt) {
            case Upstream.Opened opened -> {
                lease.answered(station.call().streamed());
                affinity.served(round, deployment.id(), now());
                tell(tell, null, Next.ANSWERED);
                yield new Opened(served, opened.answer(), lease);
            }
            case Upstream.Faulted faulted -> after(faulted.fault(), served, round, tell);
        };
    }

    private @Nullable Result after(Fault fault, Served served, Round round, Tell tell) {
        if (round.journey().trip().hangup().happened()) {
            tell(tell, fault, Next.ABANDONED);
            tell.lease().abandoned();
            return new Failed(served, fault);
        }
        tell.lease().faulted(fault);
        round.failed(served, fault);
        boolean again = mayTryAgain(round, fault);
        tell(tell, fault, again ? Next.RETRIED : Next.GIVEN_UP);
        if (!again) {
            return round.failure();
        }
        round.journey().retry();
        if (!round.pause().isZero()) {
            pauser.pause(round.pause(), round.journey().trip().hangup());
        }
        return null;
    }

    /** Whether the group is asked once more after {@code fault}; the round is told how. */
    private boolean mayTryAgain(Round round, Fault fault) {
        Journey journey = round.journey();
        if (journey.timetable().isOver(now())) {
            return false;
        }
        Candidates others = selection(round.station(), journey, round.tried()).candidates();
        if (!round.hasTriesLeft(fault, others)) {
            return false;
        }
        Duration pause = Duration.ZERO;
        if (others == null) {
            pause = pauseBeforeTheSame(round, fault);
            if (pause == null) {
                return false;
            }
        }
        if (!pulses.budget(round.station().group()).grants(now())) {
            journey.saved();
            signals.retryRefused(round.station().group().name());
            return false;
        }
        round.again(pause, others == null);
        return true;
    }

    /** Null: the same one is not asked again. */
    private @Nullable Duration pauseBeforeTheSame(Round round, Fault fault) {
        Journey journey = round.journey();
        boolean somebody = selection(round.station(), journey, Set.of()).candidates() != null;
        return somebody && !Round.isOnlyForOthers(fault.kind())
                ? journey.timetable()
                        .pause(
                                fault,
                                new Timetable.Back(
                                        round.times(),
                                        random.nextDouble(),
                                        journey.held().policy().retries().floor()),
                                now())
                : null;
    }

    private boolean waitForPlace(Selection selection, Round round, long places) {
        Checks checks = round.journey().rules().checks();
        if (!selection.isFull() || checks.waiting() == 0 || round.hasFailed()) {
            return false;
        }
        long most =
                Math.min(
                        checks.patience().toNanos() - round.age(now()),
                        round.journey().timetable().left(now()).toNanos());
        return most > 0 && turnstile(round).await(places, checks.waiting(), most);
    }

    private Turnstile turnstile(Round round) {
        ModelName group = round.station().group().name();
        Turnstile known = turnstiles.get(group);
        return known != null ? known : turnstiles.computeIfAbsent(group, it -> new Turnstile());
    }

    private Lease lease(Round round, Choice choice, Deployment deployment) {
        Journey journey = round.journey();
        Turnstile turnstile = journey.rules().checks().waiting() == 0 ? null : turnstile(round);
        return new Lease(
                new Lease.Taken(
                        new Signals.Place(round.station().group().name(), deployment),
                        choice.candidate(),
                        journey.held().policy().rests(),
                        choice.among().tokens(),
                        choice.selection()),
                turnstile == null ? () -> {} : turnstile::leave,
                clock,
                signals);
    }

    /** What is told of an attempt, whatever came of it. */
    private record Tell(Journey journey, Choice choice, Lease lease, int number) {}

    private void tell(Tell tell, @Nullable Fault fault, Next next) {
        Journey journey = tell.journey();
        Choice choice = tell.choice();
        signals.attempted(
                new Attempted(
                        journey.trip().call().id(),
                        journey.trip().call().asked(),
                        tell.lease().place(),
                        tell.number(),
                        () -> why(journey, choice),
                        Duration.ofNanos(tell.lease().age()),
                        fault,
                        next));
    }

    private static String why(Journey journey, Choice choice) {
        return choice.tied()
                ? "earlier calls of its session or key went there"
                : journey.held().strategy().why(choice.among(), choice.candidate());
    }
}
