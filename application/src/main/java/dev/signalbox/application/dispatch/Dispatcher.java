package dev.signalbox.application.dispatch;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.dispatch.attempt.Attempts;
import dev.signalbox.application.dispatch.attempt.Journey;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.pulse.Cooldown;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Brings a call to somebody who answers: in its own group first, then in the groups that its caller
 * or the configuration names. Nothing has gone to the caller when this returns. Safe for many
 * threads.
 */
public final class Dispatcher {

    private final Attempts attempts;
    private final Policies policies;
    private final Signals signals;

    public Dispatcher(Attempts attempts, Policies policies) {
        this.attempts = attempts;
        this.policies = policies;
        this.signals = attempts.signals();
    }

    /** Why the caller's own fallbacks cannot be meant; null if they can. Asked at the door. */
    public static @Nullable Refusal objection(Trip trip) {
        Wishes.Elsewhere elsewhere = trip.call().wishes().elsewhere();
        if (elsewhere == null) {
            return null;
        }
        for (Stops.Stop stop : Stops.ofCaller(trip, elsewhere)) {
            if (stop.refusal() != null) {
                return stop.refusal();
            }
        }
        return null;
    }

    /**
     * Asks until somebody answers, or nobody is left.
     *
     * @param trip leads to a group
     * @param naming which name of the model the answer carries, unless another group serves it
     */
    public Dispatched dispatch(Trip trip, Naming naming) {
        ModelGroup group = trip.resolution().group();
        if (group == null) {
            throw new IllegalArgumentException("a call that leads nowhere is not let in");
        }
        Journey journey = new Journey(trip, policies.of(trip.caller()), attempts.now());
        Station first = new Station(trip.resolution(), group, trip.call());
        boolean elsewhere = trip.resolution().instead() != null;
        Attempts.Result result = go(first, journey, elsewhere ? Naming.AS_SERVED : naming);
        return switch (result) {
            case Attempts.Opened opened -> answered(opened, journey);
            case Attempts.Failed failed ->
                    new Dispatched.Unserved(
                            journey.failed(group.name(), failed.fault()),
                            journey.told(failed.served()));
            case Attempts.Nobody nobody -> new Dispatched.Unserved(nobody.refusal(), null);
        };
    }

    /**
     * Brings a call whose answer broke off to somebody who goes on with it, where the policy says
     * so: to a fallback of the group that answered so far.
     *
     * @param said what the caller has of the answer
     * @return null if nobody goes on
     */
    public Dispatched.@Nullable Answered resume(
            Dispatched.Answered broken, Fault fault, String said) {
        Journey journey = broken.journey();
        Call rest = Continuation.of(journey.trip().call(), said);
        if (rest == null || !journey.held().policy().fallbacks().continues() || isOver(journey)) {
            return null;
        }
        Attempts.Result failed = new Attempts.Failed(broken.served(), fault);
        Station from = broken.station().asking(rest);
        Wishes.Elsewhere elsewhere = rest.wishes().elsewhere();
        List<Stops.Stop> stops =
                elsewhere == null
                        ? configured(from, journey, failed)
                        : Stops.ofCaller(journey.trip(), elsewhere).stream()
                                .map(stop -> stop.goingOn(said))
                                .toList();
        return goOn(stops, new Way(from, journey, failed)) instanceof Attempts.Opened opened
                ? answered(opened, journey)
                : null;
    }

    private static Dispatched.Answered answered(Attempts.Opened opened, Journey journey) {
        return new Dispatched.Answered(
                opened.served(), opened.answer(), opened.lease(), opened.station(), journey);
    }

    /** To {@code station}, and if nobody there can serve it, to those that come after it. */
    private Attempts.Result go(Station station, Journey journey, Naming naming) {
        boolean whole = journey.wantsWhole(station) && hasElsewhere(station, journey);
        Attempts.Result result = attempts.in(station, journey, naming, whole);
        journey.excuses(isExcused(result));
        if (result instanceof Attempts.Opened || isOver(journey)) {
            return result;
        }
        Wishes.Elsewhere elsewhere = journey.trip().call().wishes().elsewhere();
        if (elsewhere == null) {
            return goOn(configured(station, journey, result), new Way(station, journey, result));
        }
        // A caller's own list is the whole of it: what it names has no further fallbacks.
        return journey.fellBack()
                ? result
                : goOn(
                        Stops.ofCaller(journey.trip(), elsewhere),
                        new Way(station, journey, result));
    }

    /** Where a call comes from, and why it goes on. */
    private record Way(Station from, Journey journey, Attempts.Result result) {}

    private static List<Stops.Stop> configured(
            Station station, Journey journey, Attempts.Result result) {
        return Stops.configured(
                journey.trip(), station, kind(result), journey.held().policy().fallbacks());
    }

    /** The first failure is the one that is told, whatever comes after it. */
    private Attempts.Result goOn(List<Stops.Stop> stops, Way way) {
        Journey journey = way.journey();
        for (Stops.Stop stop : stops) {
            Station station = stop.station();
            if (station == null || isKnown(stop, station, journey)) {
                continue;
            }
            if (!journey.mayGoOn() || journey.isOver(attempts.now())) {
                break;
            }
            if (!attempts.mayComeAgain(station, journey)) {
                continue;
            }
            journey.goes(station);
            // The name that was asked for would not be true of another group's answer.
            Attempts.Result next = go(station, journey, Naming.AS_SERVED);
            boolean served = next instanceof Attempts.Opened;
            signals.fellBack(way.from().group().name(), station.group().name(), served);
            if (served) {
                return next;
            }
            journey.failedAgain(told(next));
        }
        return way.result();
    }

    /** The same name once more helps only if it is asked something else. */
    private static boolean isKnown(Stops.Stop stop, Station station, Journey journey) {
        return !stop.changed() && journey.knows(station.resolution().name());
    }

    /** Whether a filtered answer could be asked for elsewhere. */
    private static boolean hasElsewhere(Station station, Journey journey) {
        Trip trip = journey.trip();
        Wishes.Elsewhere elsewhere = trip.call().wishes().elsewhere();
        List<Stops.Stop> stops =
                elsewhere == null
                        ? Stops.configured(
                                trip,
                                station,
                                Fault.Kind.CONTENT_POLICY,
                                journey.held().policy().fallbacks())
                        : Stops.ofCaller(trip, elsewhere);
        return stops.stream()
                .anyMatch(
                        stop -> stop.station() != null && !isKnown(stop, stop.station(), journey));
    }

    private static boolean isExcused(Attempts.Result result) {
        return switch (result) {
            case Attempts.Opened opened -> false;
            case Attempts.Failed failed -> !Cooldown.counts(failed.fault().kind());
            case Attempts.Nobody nobody ->
                    !(nobody.refusal() instanceof Refusal.AllResting
                            || nobody.refusal() instanceof Refusal.AllBusy);
        };
    }

    private static boolean isOver(Journey journey) {
        return journey.trip().stays() || journey.trip().hangup().happened();
    }

    private static Fault.@Nullable Kind kind(Attempts.Result result) {
        return switch (result) {
            case Attempts.Opened opened -> null;
            case Attempts.Failed failed -> failed.fault().kind();
            case Attempts.Nobody nobody ->
                    nobody.refusal() instanceof Refusal.UpstreamFailed failed
                            ? failed.fault().kind()
                            : null;
        };
    }

    private static String told(Attempts.Result result) {
        return switch (result) {
            case Attempts.Opened opened -> "";
            case Attempts.Failed failed -> failed.fault().message();
            case Attempts.Nobody nobody -> nobody.why();
        };
    }
}
