package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.response.IdSeal;
import dev.signalbox.application.call.response.Trail;
import dev.signalbox.application.dispatch.attempt.Attempts.Failed;
import dev.signalbox.application.dispatch.attempt.Attempts.Nobody;
import dev.signalbox.application.dispatch.attempt.Attempts.Result;
import dev.signalbox.application.dispatch.choice.Fit;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.policy.RetryRule;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** One call in one group: who was asked there, and what for. Never leaves its thread. */
final class Round {

    private final Station station;
    private final Journey journey;
    private final Naming naming;
    private final boolean whole;
    private Set<Deployment.Id> tried = Set.of();
    private @Nullable Served last;
    private @Nullable Failed first;
    private long began = -1;
    private int times;

    /** The highest order that was asked: a call goes up through the tiers once, and never back. */
    private int tier = Integer.MIN_VALUE;

    private Duration pause = Duration.ZERO;

    Round(Station station, Journey journey, Naming naming, boolean whole) {
        this.station = station;
        this.journey = journey;
        this.naming = naming;
        this.whole = whole;
    }

    Station station() {
        return station;
    }

    Journey journey() {
        return journey;
    }

    /** Those that are not asked again while there are others. */
    Set<Deployment.Id> tried() {
        return tried;
    }

    /** How often the group was asked again. */
    int times() {
        return times;
    }

    /** How long to wait before it is asked again. */
    Duration pause() {
        return pause;
    }

    /** Whether somebody has failed. */
    boolean hasFailed() {
        return first != null;
    }

    /** How long it lasts, counted from the first question about it. */
    long age(long now) {
        began = began < 0 ? now : began;
        return now - began;
    }

    void failed(Served served, Fault fault) {
        last = served;
        if (first == null) {
            first = new Failed(served, fault);
        }
        tier = Math.max(tier, Fit.order(served.deployment()));
        tried = tried.isEmpty() ? new HashSet<>() : tried;
        tried.add(served.deployment().id());
    }

    /** Whether whoever failed last was waited for less than is configured. */
    boolean isHurried(Patience waited) {
        return last != null && journey.timetable().isHurried(waited, last.deployment().terms());
    }

    /** The first failure: what came after it may be its consequence. */
    Failed failure() {
        return Objects.requireNonNull(first, "nobody has failed");
    }

    Result orNobody(Selection selection) {
        return first != null ? first : new Nobody(selection.refusal(), selection.words());
    }

    /** There is no money for it, or nowhere to write down what it costs. */
    Result orNobody(Refusal refusal) {
        return first != null ? first : new Nobody(refusal, "what it costs cannot be paid for");
    }

    /**
     * Whether {@code fault} leaves a try. A group that goes on to its next tier begins anew.
     *
     * @param others who has not been asked yet; null if there is nobody
     */
    boolean hasTriesLeft(Fault fault, @Nullable Candidates others) {
        if (others == null && isOnlyForOthers(fault.kind())) {
            return false;
        }
        int most = most(fault.kind());
        journey.mightRetry(most);
        if (most == 0 && isOfTheQuestion(fault.kind())) {
            return false;
        }
        if (others != null && Fit.order(others.list().getFirst().deployment()) > tier) {
            // The first call in a tier is no retry.
            times = -1;
            return true;
        }
        return times < most;
    }

    /** The group is asked again after {@code pause}; {@code anew}: also whoever has failed. */
    void again(Duration pause, boolean anew) {
        this.pause = pause;
        times++;
        if (anew) {
            tried = Set.of();
        }
    }

    /** A failure that is the deployment's own, and will be the same the next time. */
    static boolean isOnlyForOthers(Fault.Kind kind) {
        return switch (kind) {
            case BAD_CREDENTIAL, FORBIDDEN, MODEL_GONE -> true;
            case RATE_LIMITED,
                    UNREACHABLE,
                    UNAVAILABLE,
                    BROKEN,
                    TIMEOUT,
                    UNREADABLE,
                    CONTEXT_TOO_LONG,
                    CONTENT_POLICY,
                    CALLER_ERROR ->
                    false;
        };
    }

    /** A failure that is the question's, and will be the same elsewhere. */
    private static boolean isOfTheQuestion(Fault.Kind kind) {
        return kind == Fault.Kind.CALLER_ERROR
                || kind == Fault.Kind.CONTEXT_TOO_LONG
                || kind == Fault.Kind.CONTENT_POLICY;
    }

    /** What the caller says, then the deployment, then the policy. */
    private int most(Fault.Kind kind) {
        RetryRule rule = journey.held().policy().retries();
        Integer said = rule.said(station.group().name(), kind);
        if (isOfTheQuestion(kind)) {
            return said == null ? 0 : said;
        }
        Integer wished = journey.trip().call().wishes().retries();
        if (wished != null) {
            return wished;
        }
        Integer own = last == null ? null : last.deployment().terms().retries();
        if (own != null) {
            return own;
        }
        return said == null ? rule.times() : said;
    }

    /** What a deployment of the group is asked. */
    Upstream.Order order(Served served, Patience patience) {
        return new Upstream.Order(
                station.call(),
                served,
                naming,
                patience,
                journey.trip().hangup(),
                whole,
                seal(served));
    }

    private @Nullable IdSeal seal(Served served) {
        Trail trail = journey.trip().trail();
        return trail == null ? null : trail.seal(served.deployment().id());
    }

    /** Has written down that a deployment is about to be asked, if that can be paid. */
    Books.Begun paid(Books books, Deployment deployment) {
        Trip trip = journey.trip();
        boolean first = journey.attempts() == 0 && !journey.fellBack();
        // What the first question may cost was set aside at the door.
        Refusal refusal =
                first
                        ? null
                        : trip.bill()
                                .raise(
                                        station.call(),
                                        station.group(),
                                        station.resolution().name());
        if (refusal != null) {
            return new Books.Refused(refusal, false);
        }
        Books.Begun begun = books.begin(trip.bill(), question(trip, deployment));
        switch (begun) {
            case Books.Written written -> journey.attempt();
            case Books.Refused refused -> {
                if (refused.byDeployment()) {
                    journey.spent(deployment.id(), refused.refusal());
                }
            }
        }
        return begun;
    }

    private Books.Question question(Trip trip, Deployment deployment) {
        return new Books.Question(
                trip.caller(),
                station.call(),
                station.group().name(),
                deployment,
                journey.attempts() + 1,
                trip.tags(true));
    }
}
