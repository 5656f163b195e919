package dev.signalbox.application.dispatch;

import dev.signalbox.application.accounting.Bill;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.Upstream.Answer.Words;
import dev.signalbox.application.relay.Signpost;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A place to dispatch calls in: groups of scripted deployments, and a clock that stands still. */
final class Town {

    private final Map<ModelName, List<Deployment>> groups = new LinkedHashMap<>();
    private final Map<String, ScriptedUpstream> upstreams = new HashMap<>();
    private final RoutingKit kit;
    private final Signpost signpost;
    private @Nullable Directory directory;
    private Caller caller = new Caller.Master();

    Town(RoutingPolicy policy) {
        this.kit = new RoutingKit(policy, new Random(7));
        this.signpost =
                new Signpost(
                        new Canaries(), whose -> kit.policies().of(whose).policy().fallbacks());
    }

    /** A deployment more, of that id. */
    Town with(String group, String id, Terms terms) {
        return with(group, id, terms, "azure/model-of-" + id);
    }

    /** A deployment more, of that id, whose model is written so. */
    Town with(String group, String id, Terms terms, String written) {
        Deployment deployment =
                new Deployment(
                        new Deployment.Id(id),
                        new Deployment.Provider("azure"),
                        "model-of-" + id,
                        "https://" + id + ".example",
                        terms,
                        Deployment.About.NOTHING.ofModel(written));
        groups.computeIfAbsent(new ModelName(group), name -> new ArrayList<>()).add(deployment);
        upstreams.put(id, new ScriptedUpstream());
        directory = null;
        return this;
    }

    Town with(String group, String id) {
        return with(group, id, Terms.NONE);
    }

    /** Whoever calls from now on. */
    Town calledBy(Caller caller) {
        this.caller = caller;
        return this;
    }

    private Directory assembled() {
        Map<ModelName, ModelGroup> all = new HashMap<>();
        groups.forEach((name, list) -> all.put(name, new ModelGroup(name, list)));
        Map<Deployment.Id, Upstream> asked = new HashMap<>();
        upstreams.forEach((id, upstream) -> asked.put(new Deployment.Id(id), upstream));
        return LiveDirectory.open(new InMemoryRegistry(), new Directory.Models(all, asked), 10)
                .present();
    }

    RoutingKit kit() {
        return kit;
    }

    ScriptedUpstream upstream(String id) {
        return upstreams.get(id);
    }

    void fails(String id, Fault.Kind kind) {
        upstream(id).failing(Fault.of(kind, "it fails"));
    }

    /** How often that one was asked. */
    int asked(String id) {
        return upstream(id).orders().size();
    }

    Dispatched call(String model) {
        return call(model, Wishes.NONE);
    }

    Dispatched call(String model, Wishes wishes) {
        return call(model, wishes, new Hangup());
    }

    Dispatched call(String model, Wishes wishes, Hangup hangup) {
        Dispatched dispatched =
                kit.dispatcher().dispatch(trip(model, wishes, hangup), Naming.AS_SERVED);
        if (dispatched instanceof Dispatched.Answered answered) {
            answered.answer().close();
            answered.lease().ended(ended(Ending.WHOLE), false);
        }
        return dispatched;
    }

    /** An answer of which nothing is known but how it ended. */
    static Relayed ended(Ending ending) {
        Fault fault = Fault.of(Fault.Kind.BROKEN, "it broke off");
        return new Relayed(ending, null, Words.NONE, ending == Ending.CUT_SHORT ? fault : null);
    }

    Trip trip(String model, Wishes wishes, Hangup hangup) {
        Call plain = Models.call(null, model);
        Call call =
                new Call(
                        plain.id(),
                        plain.endpoint(),
                        null,
                        plain.asked(),
                        false,
                        plain.body(),
                        wishes);
        Directory present = directory == null ? assembled() : directory;
        directory = present;
        return new Trip(
                caller,
                call,
                signpost.resolve(caller, call, present),
                present,
                hangup,
                Aliases.Draw.OF_KEY,
                Bill.free(),
                null);
    }

    /** Who answers a call for that model. */
    String servedBy(String model) {
        return switch (call(model)) {
            case Dispatched.Answered answered -> answered.served().deployment().id().text();
            case Dispatched.Unserved unserved -> unserved.refusal().getClass().getSimpleName();
        };
    }
}
