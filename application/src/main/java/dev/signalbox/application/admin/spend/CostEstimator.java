package dev.signalbox.application.admin.spend;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.EstimateCost;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.Tariff.Charge;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Says what a question costs at every place that may be asked, by the prices of this moment. */
public final class CostEstimator implements EstimateCost {

    private final LiveDirectory live;
    private final TokenCounter counter;
    private final InstantSource clock;

    public CostEstimator(LiveDirectory live, TokenCounter counter, InstantSource clock) {
        this.live = live;
        this.counter = counter;
        this.clock = clock;
    }

    @Override
    public Verdict<Estimate> ofQuestion(Actor actor, ModelName model, CallBody question) {
        return estimate(
                actor,
                model,
                deployment -> new Usage(counter.ofQuestion(deployment.model(), question), 0, 0, 0));
    }

    @Override
    public Verdict<Estimate> ofUsage(Actor actor, ModelName model, Usage usage) {
        return estimate(actor, model, deployment -> usage);
    }

    private Verdict<Estimate> estimate(
            Actor actor, ModelName model, Function<Deployment, Usage> usage) {
        Directory directory = live.present();
        Caller caller = actor.rights().reads() ? new Caller.Master() : actor.caller();
        Resolution resolution = directory.resolve(caller, model);
        ModelGroup group = resolution.group();
        if (group == null || AccessRule.firstRefusal(caller, resolution) != null) {
            return new Verdict.Objected<>(new Objection.NoSuchGroup(model));
        }
        Instant now = clock.instant();
        List<Offer> offers = new ArrayList<>();
        for (Deployment deployment : group.asked(resolution.name())) {
            Usage used = usage.apply(deployment);
            Charge charge = deployment.terms().tariff().charge(used, now);
            if (charge != null) {
                offers.add(
                        new Offer(
                                deployment.id(),
                                deployment.model(),
                                used,
                                charge.cost(),
                                charge.price()));
            }
        }
        offers.sort(Comparator.comparing(Offer::cost).reversed());
        return offers.isEmpty()
                ? new Verdict.Objected<>(new Objection.NoPrice(model))
                : new Verdict.Granted<>(new Estimate(offers));
    }
}
