package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.dispatch.choice.Pulses;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;

/** Decides whether a group is asked once more, and when. Safe for many threads. */
final class SecondTries {

    private final Pulses pulses;
    private final Signals signals;
    private final Attempts.Surroundings surroundings;

    SecondTries(Pulses pulses, Signals signals, Attempts.Surroundings surroundings) {
        this.pulses = pulses;
        this.signals = signals;
        this.surroundings = surroundings;
    }

    /** No caller makes a deployment rest by haste, or by a name that nobody has heard of. */
    static boolean isOfTheDeployment(Fault fault, Round round, Patience waited) {
        return switch (fault.kind()) {
            case TIMEOUT -> !round.isHurried(waited);
            case MODEL_GONE -> round.station().group().pattern() == null;
            case RATE_LIMITED,
                    UNREACHABLE,
                    UNAVAILABLE,
                    BROKEN,
                    BAD_CREDENTIAL,
                    FORBIDDEN,
                    CONTEXT_TOO_LONG,
                    CONTENT_POLICY,
                    CALLER_ERROR,
                    UNREADABLE ->
                    true;
        };
    }

    /** Whether a call that was in that group already may ask it once more, for something else. */
    boolean mayComeAgain(Station station, Journey journey) {
        return journey.visits(station.group()) == 0 || isGranted(station.group(), journey);
    }

    /** Whether the group is asked once more after {@code fault}; the round is told how. */
    boolean mayTryAgain(Round round, Fault fault) {
        Journey journey = round.journey();
        if (journey.timetable().isOver(now())) {
            return false;
        }
        Candidates others = candidates(round, round.tried());
        if (!round.hasTriesLeft(fault, others)) {
            return false;
        }
        Duration pause = others == null ? pauseBeforeTheSame(round, fault) : Duration.ZERO;
        if (pause == null || !isGranted(round.station().group(), journey)) {
            return false;
        }
        round.again(pause, others == null);
        return true;
    }

    private boolean isGranted(ModelGroup group, Journey journey) {
        if (pulses.budget(group).grants(now())) {
            return true;
        }
        journey.saved();
        signals.retryRefused(group.name());
        return false;
    }

    /** Null: the same one is not asked again. */
    private @Nullable Duration pauseBeforeTheSame(Round round, Fault fault) {
        if (Round.isOnlyForOthers(fault.kind()) || candidates(round, Set.of()) == null) {
            return null;
        }
        Timetable.Back back =
                new Timetable.Back(
                        round.times(),
                        surroundings.random().nextDouble(),
                        round.journey().held().policy().retries().floor());
        return round.journey().timetable().pause(fault, back, now());
    }

    private @Nullable Candidates candidates(Round round, Set<Deployment.Id> tried) {
        return selection(round.station(), round.journey(), tried).candidates();
    }

    /** Whom the call may ask there now. */
    Selection selection(Station station, Journey journey, Set<Deployment.Id> tried) {
        return new Selection(
                new Selection.Query(station, journey.rules(), tried, journey.spent(), now()),
                pulses);
    }

    private long now() {
        return surroundings.clock().getAsLong();
    }
}
