package dev.signalbox.application.dispatch;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.dispatch.attempt.Attempts;
import dev.signalbox.application.dispatch.attempt.Journey;
import dev.signalbox.application.dispatch.choice.Bar;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driving.ExplainRoute.Candidate;
import dev.signalbox.application.driving.ExplainRoute.Course;
import dev.signalbox.application.driving.ExplainRoute.Target;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.routing.Candidates;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says what {@link Dispatcher} would do with a call now, and asks nobody. Safe for many threads.
 */
public final class Preview {

    private final Attempts attempts;
    private final Policies policies;

    public Preview(Attempts attempts, Policies policies) {
        this.attempts = attempts;
        this.policies = policies;
    }

    /**
     * What would be done.
     *
     * @param targets where the call would go after its group, and where not
     * @param refusal why nobody would be asked; null if somebody would
     */
    public record Seen(
            List<Candidate> candidates,
            Course course,
            List<Target> targets,
            @Nullable Refusal refusal) {
        public Seen {
            candidates = List.copyOf(candidates);
            targets = List.copyOf(targets);
        }
    }

    /**
     * What would be done with that call.
     *
     * @param trip leads to {@code group}
     */
    public Seen of(Trip trip, ModelGroup group) {
        Policies.Held held = policies.of(trip.caller());
        Journey journey = new Journey(trip, held, attempts.now());
        Station station = new Station(trip.resolution(), group, trip.call());
        Selection selection = attempts.selection(station, journey, Set.of());
        Candidates among = selection.candidates();
        return new Seen(
                candidates(selection, among, new Told(station, held)),
                journey.course(group),
                trip.stays() ? List.of() : targets(trip, station, held),
                among == null ? selection.refusal() : null);
    }

    private record Told(Station station, Policies.Held held) {}

    private static List<Candidate> candidates(
            Selection selection, @Nullable Candidates among, Told told) {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < selection.all().size(); i++) {
            var candidate = selection.all().get(i);
            Bar bar = selection.bar(i);
            String why = "";
            if (bar != null) {
                why = bar.words();
            } else if (among != null) {
                why = told.held().strategy().why(among, candidate);
            }
            Deployment asked = told.station().asked(candidate.deployment());
            all.add(new Candidate(asked, bar == null, why));
        }
        return all;
    }

    private static List<Target> targets(Trip trip, Station station, Policies.Held held) {
        Wishes.Elsewhere elsewhere = trip.call().wishes().elsewhere();
        List<Stops.Stop> stops =
                elsewhere == null
                        ? Stops.configured(trip, station, null, held.policy().fallbacks())
                        : Stops.ofCaller(trip, elsewhere);
        List<Target> targets = new ArrayList<>();
        for (Stops.Stop stop : stops) {
            targets.add(new Target(stop.name(), why(stop.refusal())));
        }
        return targets;
    }

    private static @Nullable String why(@Nullable Refusal refusal) {
        if (refusal == null) {
            return null;
        }
        return refusal instanceof Refusal.UnknownModel
                ? "no group has that name"
                : "the caller may not ask for it";
    }
}
