package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Patience;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import java.util.ArrayList;
import java.util.List;

/** Chooses a deployment of the admitted group and asks it. Safe for many threads. */
public final class Dispatcher {

    private final Strategy strategy;
    private final Naming naming;
    private final Patience patience;

    public Dispatcher(Strategy strategy, Naming naming, Patience patience) {
        this.strategy = strategy;
        this.naming = naming;
        this.patience = patience;
    }

    /** Asks. Nothing has gone to the caller when this returns. */
    Dispatched dispatch(Admission admission, Call call, Hangup hangup) {
        ModelGroup group = admission.group();
        List<Candidate> list = new ArrayList<>();
        for (Deployment deployment : group.deployments()) {
            list.add(new Candidate(deployment, new Pulse()));
        }
        Deployment chosen =
                strategy.choose(new Candidates(group, list, call.streamed(), 0, 0)).deployment();
        Deployment deployment = admission.group().asked(chosen, admission.resolution().name());
        Served served = new Served(admission.group().name(), deployment);
        Upstream upstream = admission.directory().upstream(deployment);
        return new Dispatched(
                served, upstream.open(new Upstream.Order(call, served, naming, patience, hangup)));
    }

    /** Who was asked, and how that went. */
    record Dispatched(Served served, Upstream.Attempt attempt) {}
}
