package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.Preview;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Takes a call as far as the gate and the choice, and tells instead of asking. */
public final class RouteExplainer implements ExplainRoute {

    private final LiveDirectory live;
    private final Preview preview;
    private final Signpost signpost;

    /** One that hears of no call's end, and that has no fallbacks for names. */
    public RouteExplainer(LiveDirectory live, Preview preview) {
        this(live, preview, Signpost.plain());
    }

    /**
     * @param signpost the gate's
     */
    public RouteExplainer(LiveDirectory live, Preview preview, Signpost signpost) {
        this.live = live;
        this.preview = preview;
        this.signpost = signpost;
    }

    @Override
    public Explanation explain(Caller caller, Call call) {
        Directory directory = live.present();
        Resolution resolution = signpost.resolve(caller, call, directory);
        return switch (Gate.admit(caller, call.endpoint(), resolution, directory)) {
            case Gate.Closed closed ->
                    new Explanation(
                            directory.revision(),
                            caller,
                            resolution,
                            List.of(),
                            limits(caller),
                            null,
                            List.of(),
                            closed.refusal());
            case Admission admission -> seen(admission, call);
        };
    }

    private Explanation seen(Admission admission, Call call) {
        Trip trip = admission.trip(call, new Hangup(), signpost.canaries());
        Preview.Seen seen = preview.of(trip, admission.group());
        Refusal objection = Gate.objection(trip);
        return new Explanation(
                admission.revision(),
                admission.caller(),
                admission.resolution(),
                seen.candidates(),
                limits(admission.caller()),
                seen.course(),
                seen.targets(),
                objection == null ? seen.refusal() : objection);
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
            if (limit.binds() && most != null) {
                bounds.add(new Bound(holder, limit, most, null));
            }
        }
    }
}
