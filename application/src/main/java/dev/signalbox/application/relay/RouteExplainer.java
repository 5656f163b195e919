package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
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
    public Explanation explain(Caller caller, Call call) {
        Directory directory = live.present();
        Resolution resolution = directory.resolve(caller, call.asked());
        Refusal refusal = null;
        List<Candidate> deployments = List.of();
        switch (Gate.admit(caller, call.endpoint(), resolution, directory)) {
            case Gate.Closed closed -> refusal = closed.refusal();
            case Admission admission -> deployments = deployments(admission);
        }
        return new Explanation(
                directory.revision(),
                caller,
                resolution,
                deployments,
                limits(caller),
                null,
                List.of(),
                refusal);
    }

    private static List<Candidate> deployments(Admission admission) {
        List<Candidate> all = new ArrayList<>();
        for (Deployment deployment : admission.group().deployments()) {
            all.add(
                    new Candidate(
                            admission.group().asked(deployment, admission.resolution().name()),
                            true,
                            "it may be chosen"));
        }
        return all;
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
