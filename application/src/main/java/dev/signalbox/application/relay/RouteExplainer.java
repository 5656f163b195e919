package dev.signalbox.application.relay;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Takes a call as far as the gate and the choice, and tells instead of asking. */
public final class RouteExplainer implements ExplainRoute {

    private final LiveDirectory live;

    public RouteExplainer(LiveDirectory live) {
        this.live = live;
    }

    @Override
    public Explanation explain(Caller caller, Endpoint endpoint, ModelName asked) {
        Directory directory = live.present();
        Resolution resolution = directory.resolve(caller, asked);
        Refusal refusal = null;
        List<Candidate> deployments = List.of();
        switch (Gate.admit(caller, endpoint, resolution, directory)) {
            case Gate.Closed closed -> refusal = closed.refusal();
            case Admission admission -> deployments = deployments(admission);
        }
        return new Explanation(
                directory.revision(),
                caller,
                resolution,
                deployments,
                limits(caller),
                List.of(),
                refusal);
    }

    private static List<Candidate> deployments(Admission admission) {
        List<Deployment> candidates = Dispatcher.candidates(admission.group());
        List<Candidate> all = new ArrayList<>();
        for (Deployment deployment : admission.group().deployments()) {
            boolean in = candidates.contains(deployment);
            all.add(
                    new Candidate(
                            admission.group().asked(deployment, admission.resolution().name()),
                            in,
                            in ? share(deployment, candidates) : "left out of the choice"));
        }
        return all;
    }

    private static String share(Deployment deployment, List<Deployment> candidates) {
        double total = 0;
        for (Deployment candidate : candidates) {
            total += candidate.weight();
        }
        return candidates.size() == 1
                ? "the only one"
                : "chosen by weight, in " + percent(deployment.weight() / total) + " of the calls";
    }

    private static String percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 1 ? "less than 1 %" : Math.round(percent) + " %";
    }

    private static List<Bound> limits(Caller caller) {
        List<Bound> bounds = new ArrayList<>();
        if (caller instanceof Caller.Member member) {
            add(bounds, Holder.KEY, member.key().limits());
            Team team = member.team();
            if (team != null) {
                add(bounds, Holder.TEAM, team.limits());
            }
            Key.Owner owner = member.key().owner();
            if (owner != null) {
                add(bounds, Holder.USER, owner.limits());
            }
        }
        return bounds;
    }

    private static void add(List<Bound> bounds, Holder holder, Limits limits) {
        for (Limit limit : Limit.values()) {
            BigDecimal most = limits.of(limit);
            if (most != null) {
                bounds.add(new Bound(holder, limit, most, null));
            }
        }
    }
}
