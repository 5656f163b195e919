package dev.signalbox.application.relay;

import dev.signalbox.application.accounting.Cashier;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.Preview;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.application.quota.Glimpse;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Standing;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/** Takes a call as far as the gate and the choice, and tells instead of asking. */
public final class RouteExplainer implements ExplainRoute {

    private final LiveDirectory live;
    private final Preview preview;
    private final Signpost signpost;
    private final Function<Cashier.Request, List<Glimpse.Kept>> kept;

    /** One that hears of no call's end, and that has no fallbacks for names, and no limits. */
    public RouteExplainer(LiveDirectory live, Preview preview) {
        this(live, preview, Signpost.plain(), request -> List.of());
    }

    /**
     * @param signpost the gate's
     * @param kept how it stands with what a call must keep
     */
    public RouteExplainer(
            LiveDirectory live,
            Preview preview,
            Signpost signpost,
            Function<Cashier.Request, List<Glimpse.Kept>> kept) {
        this.live = live;
        this.preview = preview;
        this.signpost = signpost;
        this.kept = kept;
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
                            List.of(),
                            null,
                            List.of(),
                            closed.refusal());
            case Admission admission -> seen(admission, call);
        };
    }

    private Explanation seen(Admission admission, Call call) {
        Trip trip = admission.trip(call, null, new Hangup(), signpost.canaries());
        Preview.Seen seen = preview.of(trip, admission.group());
        Refusal objection = Gate.objection(trip);
        return new Explanation(
                admission.revision(),
                admission.caller(),
                admission.resolution(),
                seen.candidates(),
                limits(trip, admission, call),
                seen.course(),
                seen.targets(),
                objection == null ? seen.refusal() : objection);
    }

    private List<Bound> limits(Trip trip, Admission admission, Call call) {
        Cashier.Request request =
                new Cashier.Request(
                        trip.caller(),
                        call,
                        admission.group(),
                        trip.resolution().name(),
                        trip.directory()::bounded);
        return kept.apply(request).stream().map(RouteExplainer::bound).toList();
    }

    private static Bound bound(Glimpse.Kept kept) {
        Allowance allowance = kept.allowance();
        Measure measure = allowance.measure();
        Standing standing = kept.standing();
        return new Bound(
                allowance.count().holder(),
                measure,
                amount(measure, allowance.most()),
                standing == null ? null : amount(measure, standing.left()),
                kept.resets());
    }

    private static BigDecimal amount(Measure measure, long amount) {
        return measure == Measure.MONEY
                ? new NanoUsd(amount).dollars()
                : BigDecimal.valueOf(amount);
    }
}
