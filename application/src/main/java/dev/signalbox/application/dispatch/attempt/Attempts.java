package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.accounting.Entry;
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
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Patience;

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
    private final Books books;
    private final LongSupplier clock;
    private final SecondTries again;
    private final Affinity affinity = new Affinity();
    private final ConcurrentMap<ModelName, Turnstile> turnstiles = new ConcurrentHashMap<>();

    /**
     * @param surroundings what time it is, and chance
     */
    public Attempts(Pulses pulses, Signals signals, Books books, Surroundings surroundings) {
        this.pulses = pulses;
        this.signals = signals;
        this.books = books;
        this.pauser = surroundings.pauser();
        this.clock = surroundings.clock();
        this.again = new SecondTries(pulses, signals, surroundings);
    }

    /**
     * What is handed in, so that tests decide.
     *
     * @param clock nanoseconds that only go forward
     * @param random the source of chance; safe for many threads
     */
    public record Surroundings(LongSupplier clock, RandomGenerator random, Pauser pauser) {}

    /** What became of a call in one group. */
    public sealed interface Result {}

    /** An answer has begun, in that group. */
    public record Opened(Station station, Served served, Upstream.Answer answer, Lease lease)
            implements Result {}

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
        return again.selection(station, journey, tried);
    }

    /** Whether a call that was in that group already may ask it once more, for something else. */
    public boolean mayComeAgain(Station station, Journey journey) {
        return again.mayComeAgain(station, journey);
    }

    /**
     * Asks there until somebody answers.
     *
     * @param whole whether an answer that a filter cut is a failure
     */
    public Result in(Station station, Journey journey, Naming naming, boolean whole) {
        if (journey.visits(station.group()) == 1) {
            pulses.budget(station.group()).called(now());
        }
        Round round = new Round(station, journey, naming, whole);
        boolean patient = journey.rules().checks().waiting() > 0;
        while (true) {
            long places = patient ? turnstile(round).places() : 0;
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
            Deployment deployment = station.asked(chosen.deployment());
            Pulse.Room room = Fit.room(chosen, journey.rules().checks());
            if (chosen.pulse().enter(room, among.tokens(), now())) {
                Choice choice = new Choice(selection, among, chosen, tied != null);
                Result result = ask(round, choice, deployment);
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
    private @Nullable Result ask(Round round, Choice choice, Deployment deployment) {
        return switch (round.paid(books, deployment)) {
            case Books.Refused refused -> {
                choice.candidate().pulse().abandoned();
                choice.candidate().pulse().leave();
                yield refused.byDeployment() ? null : round.orNobody(refused.refusal());
            }
            case Books.Written written -> ask(round, choice, deployment, written.entry());
        };
    }

    private @Nullable Result ask(Round round, Choice choice, Deployment deployment, Entry entry) {
        Journey journey = round.journey();
        Station station = round.station();
        Served served = journey.served(station, deployment);
        Lease lease =
                lease(round, choice, new Signals.Place(station.group().name(), deployment), entry);
        Patience patience = journey.timetable().patience(deployment.terms(), now());
        Upstream.Order order = round.order(served, patience);
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
        Tell tell = new Tell(journey, choice, lease, journey.attempts(), patience);
        return switch (attempt) {
            case Upstream.Opened opened -> {
                tell(tell, null, Next.ANSWERED);
                if (opened.answer().isMock()) {
                    yield new Opened(station, served, opened.answer(), lease.pretended());
                }
                lease.answered(station.call().streamed());
                affinity.served(round, deployment.id(), now());
                yield new Opened(station, served, opened.answer(), lease);
            }
            case Upstream.Faulted faulted -> after(faulted, served, round, tell);
        };
    }

    private @Nullable Result after(
            Upstream.Faulted faulted, Served served, Round round, Tell tell) {
        Fault fault = faulted.fault();
        if (round.journey().trip().hangup().happened()) {
            tell(tell, fault, Next.ABANDONED);
            tell.lease().abandoned();
            return new Failed(served, fault);
        }
        round.failed(served, fault);
        if (SecondTries.isOfTheDeployment(fault, round, tell.patience())) {
            tell.lease().faulted(faulted);
        } else {
            tell.lease().excused(faulted);
        }
        boolean retried = again.mayTryAgain(round, fault);
        tell(tell, fault, retried ? Next.RETRIED : Next.GIVEN_UP);
        if (!retried) {
            return round.failure();
        }
        round.journey().retry();
        if (!round.pause().isZero()) {
            pauser.pause(round.pause(), round.journey().trip().hangup());
        }
        return null;
    }

    private boolean waitForPlace(Selection selection, Round round, long places) {
        Checks checks = round.journey().rules().checks();
        if (!selection.isFull()
                || checks.waiting() == 0
                || round.hasFailed()
                || round.journey().trip().hangup().happened()) {
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

    private Lease lease(Round round, Choice choice, Signals.Place place, Entry entry) {
        return new Lease(
                new Lease.Taken(
                        place,
                        choice.candidate(),
                        round.journey().held().policy(),
                        choice.among().tokens(),
                        choice.selection(),
                        entry,
                        false),
                () -> leave(place.group()),
                clock,
                signals);
    }

    /** Whoever waits may wait for a place that was somebody's who would not have waited. */
    private void leave(ModelName group) {
        Turnstile turnstile = turnstiles.get(group);
        if (turnstile != null) {
            turnstile.leave();
        }
    }

    /** What is told of an attempt, whatever came of it. */
    private record Tell(
            Journey journey, Choice choice, Lease lease, int number, Patience patience) {}

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
