package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.call.Served;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driving.ExplainRoute.Course;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.TagRule;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One call on its way through groups: what has been tried. Never leaves its thread. */
public final class Journey {

    private final Trip trip;
    private final Policies.Held held;
    private final Timetable timetable;
    private final Selection.Rules rules;

    /** Those after the first, in their order. */
    private final List<Station> stops = new ArrayList<>(0);

    private Map<Deployment.Id, Refusal> spent = Map.of();
    private int attempts;
    private int retries;
    private int mostRetries;
    private boolean saved;
    private boolean excused;
    private @Nullable String last;

    public Journey(Trip trip, Policies.Held held, long start) {
        this.trip = trip;
        this.held = held;
        this.timetable =
                new Timetable(
                        held.policy().waits(), trip.call().wishes(), trip.call().streamed(), start);
        this.rules = rules(trip, held);
    }

    private static Selection.Rules rules(Trip trip, Policies.Held held) {
        TagRule tags = held.policy().tags();
        return new Selection.Rules(
                trip.residency(),
                tags,
                tags.on() ? trip.tags(tags.ofCallers()) : Set.of(),
                held.policy().checks(),
                trip.maker());
    }

    /** The call itself. */
    public Trip trip() {
        return trip;
    }

    /** The policy that holds for it. */
    public Policies.Held held() {
        return held;
    }

    /** Whether the time that was allowed for it is over. */
    public boolean isOver(long now) {
        return timetable.isOver(now);
    }

    Timetable timetable() {
        return timetable;
    }

    Selection.Rules rules() {
        return rules;
    }

    /** Another attempt begins. */
    void attempt() {
        attempts++;
    }

    /** How many have begun. */
    int attempts() {
        return attempts;
    }

    /** Nothing is left of what may be spent on that deployment. */
    void spent(Deployment.Id id, Refusal refusal) {
        spent = spent.isEmpty() ? new LinkedHashMap<>() : spent;
        spent.put(id, refusal);
    }

    /** The deployments of which that is known, the first of them first. */
    Map<Deployment.Id, Refusal> spent() {
        return spent;
    }

    /** The call is tried again in its group. */
    void retry() {
        retries++;
    }

    /** How often the first group that failed might have tried. */
    void mightRetry(int times) {
        mostRetries = Math.max(mostRetries, times);
    }

    /** It is not tried again, so that an outage is not multiplied. */
    void saved() {
        saved = true;
    }

    /** Whether it may go to one group more. */
    public boolean mayGoOn() {
        return stops.size() < held.policy().fallbacks().most() && !trip.hangup().happened();
    }

    /** Whether that name was asked for already. */
    public boolean knows(ModelName name) {
        return name.equals(trip.resolution().name())
                || stops.stream().anyMatch(stop -> stop.resolution().name().equals(name));
    }

    /** It goes there. */
    public void goes(Station station) {
        stops.add(station);
    }

    /** How often it has come to that group, the first one of all counted. */
    int visits(ModelGroup group) {
        ModelGroup first = trip.resolution().group();
        int visits = first != null && first.name().equals(group.name()) ? 1 : 0;
        for (Station stop : stops) {
            visits += stop.group().name().equals(group.name()) ? 1 : 0;
        }
        return visits;
    }

    /** Its first group failed for a reason of the caller's, or of the rules that hold for it. */
    public void excuses(boolean excused) {
        if (!fellBack()) {
            this.excused = excused;
        }
    }

    /** Whether that the first group did not serve it says nothing of the group. */
    public boolean isExcused() {
        return excused;
    }

    /** A fallback did not serve it either. */
    public void failedAgain(String why) {
        last = why;
    }

    /** What was decided about its way, for whoever wants to know. */
    public Course course(ModelGroup group) {
        Integer wished = trip.call().wishes().retries();
        return new Course(
                held.of(),
                held.policy().picking().way().word(),
                wished == null ? held.policy().retries().times() : wished,
                timetable.patience(group.deployments().getFirst().terms(), timetable.start()),
                rules.tags(),
                rules.residency());
    }

    Served served(Station station, Deployment deployment) {
        return new Served(station.group().name(), deployment, tries());
    }

    private Served.Tries tries() {
        return new Served.Tries(retries, retries == 0 ? 0 : mostRetries, stops.size());
    }

    /** Whether this is the answer of another group than the first. */
    public boolean fellBack() {
        return !stops.isEmpty();
    }

    /** Whether there may be somebody to ask if a filter cuts the answer of {@code station}. */
    public boolean wantsWhole(Station station) {
        Fallbacks fallbacks = held.policy().fallbacks();
        if (trip.call().streamed() || trip.stays() || !mayGoOn()) {
            return false;
        }
        if (trip.call().wishes().elsewhere() != null) {
            return !fellBack();
        }
        return fallbacks.ofContent() == null
                ? !fallbacks.byDefault().isEmpty()
                : !Fallbacks.of(fallbacks.ofContent(), station.names()).isEmpty();
    }

    /** The one that failed first, with all that was tried after it. */
    public Served told(Served first) {
        return new Served(first.group(), first.deployment(), tries());
    }

    /** What is told about {@code fault}, the first of all. */
    public Refusal failed(ModelName group, Fault fault) {
        List<ModelName> groups = stops.stream().map(stop -> stop.group().name()).toList();
        return new Refusal.UpstreamFailed(
                group, fault, new Refusal.Trail(retries, mostRetries, groups, last, saved));
    }
}
