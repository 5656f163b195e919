package dev.signalbox.application.dispatch;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.policy.Fallbacks;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Where a call goes whose group could not serve it. */
final class Stops {

    private static final Caller EVERYBODY = new Caller.Master();

    private Stops() {}

    /**
     * One place to go, or not.
     *
     * @param station null if the call does not go there
     * @param refusal why it does not; null if it does
     * @param changed whether something else is asked there than in the group before
     */
    record Stop(
            ModelName name, @Nullable Station station, @Nullable Refusal refusal, boolean changed) {

        private Stop changed(boolean changed) {
            return new Stop(name, station, refusal, changed);
        }

        /** The same place, asked to go on with what was said. */
        Stop goingOn(String said) {
            Call rest = station == null ? null : Continuation.of(station.call(), said);
            return station == null || rest == null
                    ? new Stop(name, null, refusal, changed)
                    : new Stop(name, station.asking(rest), refusal, changed);
        }
    }

    /**
     * The caller's own fallbacks, in their order; each has what it changes in the body, and what
     * those before it changed.
     */
    static List<Stop> ofCaller(Trip trip, Wishes.Elsewhere elsewhere) {
        List<Stop> stops = new ArrayList<>();
        CallBody body = trip.call().body();
        boolean changed = false;
        for (Wishes.Fallback fallback : elsewhere.list()) {
            body = fallback.changes().isEmpty() ? body : body.with(fallback.changes());
            ModelName name = fallback.model();
            Resolution resolution =
                    name == null
                            ? trip.resolution()
                            : trip.directory().resolve(trip.caller(), name, trip.draw());
            changed |= !fallback.changes().isEmpty();
            stops.add(stop(trip, resolution, trip.call().withBody(body), true).changed(changed));
        }
        for (ModelName name : Fallbacks.of(elsewhere.byName(), trip.names())) {
            Resolution resolution = trip.directory().resolve(trip.caller(), name, trip.draw());
            stops.add(stop(trip, resolution, trip.call(), true));
        }
        return stops;
    }

    /** What is configured for a group that failed in that way. */
    static List<Stop> configured(Trip trip, Station from, Fault.@Nullable Kind kind, Fallbacks of) {
        List<Stop> stops = new ArrayList<>();
        for (ModelName name : list(from, kind, of)) {
            if (!name.equals(from.group().name())) {
                // The operator means the group: no name of the team's leads elsewhere.
                Resolution resolution = trip.directory().resolve(EVERYBODY, name);
                stops.add(stop(trip, resolution, from.call(), of.checked()));
            }
        }
        return stops;
    }

    private static List<ModelName> list(Station from, Fault.@Nullable Kind kind, Fallbacks of) {
        List<ModelName> names = from.names();
        if (kind == Fault.Kind.CONTEXT_TOO_LONG && of.ofLength() != null) {
            return Fallbacks.of(of.ofLength(), names);
        }
        if (kind == Fault.Kind.CONTENT_POLICY && of.ofContent() != null) {
            return Fallbacks.of(of.ofContent(), names);
        }
        List<ModelName> general = Fallbacks.of(of.general(), names);
        return general.isEmpty() ? of.byDefault() : general;
    }

    private static Stop stop(Trip trip, Resolution resolution, Call call, boolean checked) {
        ModelGroup group = resolution.group();
        if (group == null) {
            return new Stop(
                    resolution.asked(),
                    null,
                    new Refusal.UnknownModel(resolution.asked(), resolution.target()),
                    false);
        }
        Refusal refusal =
                checked
                        ? AccessRule.firstRefusal(trip.caller(), call.endpoint(), resolution)
                        : null;
        return refusal == null
                ? new Stop(resolution.asked(), new Station(resolution, group, call), null, false)
                : new Stop(resolution.asked(), null, refusal, false);
    }
}
