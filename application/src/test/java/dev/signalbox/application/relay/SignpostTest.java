package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.RoutingTerms;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Where calls go whose name leads nowhere. */
class SignpostTest {

    private static final Caller MASTER = new Caller.Master();
    private static final String UNKNOWN = "no-such-model";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final LiveDirectory live =
            LiveDirectory.open(
                    new InMemoryRegistry(),
                    Models.groups(upstream, List.of("first", "second", "third")),
                    100);

    private static Fallbacks byDefault(boolean checked, String... names) {
        List<ModelName> list = List.of(names).stream().map(ModelName::new).toList();
        return new Fallbacks(Map.of(), null, null, list, 5, checked, false);
    }

    private static Caller member(Team team, String... models) {
        return new Caller.Member(Teams.key(Teams.credential(1), "t", models), team);
    }

    private static Call wishing(Wishes wishes) {
        Call plain = Models.call(null, UNKNOWN);
        return new Call(
                plain.id(), plain.endpoint(), null, plain.asked(), false, plain.body(), wishes);
    }

    private Resolution resolved(Caller caller, Call call, Fallbacks fallbacks) {
        Signpost signpost = new Signpost(new Canaries(), whose -> fallbacks);
        return signpost.resolve(caller, call, live.present());
    }

    private String leads(Caller caller, Fallbacks fallbacks) {
        var group = resolved(caller, Models.call(null, UNKNOWN), fallbacks).group();
        return group == null ? "nowhere" : group.name().text();
    }

    @Test
    void theFirstDefaultFallbackServesANameThatNothingHas() {
        Resolution resolution =
                resolved(MASTER, Models.call(null, UNKNOWN), byDefault(true, "second", "first"));

        assertThat(resolution.group().name()).isEqualTo(new ModelName("second"));
        assertThat(resolution.asked()).isEqualTo(new ModelName(UNKNOWN));
        assertThat(resolution.name()).isEqualTo(new ModelName("second"));
        assertThat(resolution.steps())
                .containsExactly(
                        new Resolution.Step(
                                Resolution.Level.DEFAULT_FALLBACK,
                                new ModelName(UNKNOWN),
                                new ModelName("second"),
                                null));
        assertThat(leads(MASTER, byDefault(true))).isEqualTo("nowhere");
    }

    @Test
    void aGroupThatIsThereIsNotLeftForADefault() {
        Resolution resolution =
                resolved(MASTER, Models.call(null, "third"), byDefault(true, "first"));

        assertThat(resolution.group().name()).isEqualTo(new ModelName("third"));
        assertThat(resolution.instead()).isNull();
    }

    @Test
    void aTargetThatTheCallerMayNotAskForIsPassedOver() {
        Caller bound = member(Teams.team("t", Map.of()), UNKNOWN, "second");

        assertThat(leads(bound, byDefault(true, "first", "second"))).isEqualTo("second");
        assertThat(leads(bound, byDefault(true, "first"))).isEqualTo("nowhere");
        assertThat(leads(bound, byDefault(false, "first"))).isEqualTo("first");
        Caller ofTeam = member(Teams.team("t", Map.of(), List.of(UNKNOWN, "third")));
        assertThat(leads(ofTeam, byDefault(true, "first", "second", "third"))).isEqualTo("third");
    }

    @Test
    void whoeverMayNotAskForTheNameIsNotSentElsewhere() {
        Caller bound = member(Teams.team("t", Map.of()), "first");
        Call call = Models.call(null, UNKNOWN);
        Resolution resolution = resolved(bound, call, byDefault(false, "first"));

        assertThat(Gate.admit(bound, call.endpoint(), resolution, live.present()))
                .isInstanceOfSatisfying(
                        Gate.Closed.class,
                        closed ->
                                assertThat(closed.refusal())
                                        .isInstanceOf(Refusal.ModelNotAllowed.class));
    }

    @Test
    void noNameOfTheTeamsLeadsADefaultElsewhere() {
        Caller caller = member(Teams.team("t", Map.of("first", "third", "lost", "gone")));

        assertThat(leads(caller, byDefault(true, "first"))).isEqualTo("first");
        assertThat(resolved(caller, Models.call(null, "lost"), byDefault(true, "first")).steps())
                .extracting(step -> step.level() + ":" + step.to())
                .containsExactly("TEAM:gone", "DEFAULT_FALLBACK:first");
    }

    @Test
    void whoeverWantsNoFallbackIsTold404() {
        Wishes stays = new Wishes(null, true, null, null, null, Set.of(), null, null);
        Fallbacks fallbacks = byDefault(true, "first");

        assertThat(resolved(MASTER, wishing(stays), fallbacks).group()).isNull();
        Caller staying =
                new Caller.Member(
                        Teams.key(Teams.credential(1), null)
                                .withRouting(
                                        new RoutingTerms(Set.of(), Set.of(), null, true, false)),
                        null);
        assertThat(leads(staying, fallbacks)).isEqualTo("nowhere");
    }

    @Test
    void itIsNoFallbackAndTheRestOfTheListIsAskedAfterIt() {
        Fallbacks fallbacks = byDefault(true, "first", "second");
        RoutingKit kit =
                new RoutingKit(RoutingPolicy.DEFAULT.withFallbacks(fallbacks), new Random(1));
        var credential = Teams.credential(9);
        CallRelay relay =
                new CallRelay(
                        RoutingKit.entrance(
                                new Gate(
                                        live,
                                        credential.hash(),
                                        new StoppedClock(),
                                        new Signpost(new Canaries(), whose -> fallbacks))),
                        kit.dispatcher(),
                        new ArmWatch(new Canaries(), () -> 0),
                        Naming.AS_ASKED);

        Outcome outcome = relay.relay(Models.call(credential, UNKNOWN), new RecordingSink());

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Relayed(
                                new Served(new ModelName("first"), Models.deployment("first")),
                                Ending.WHOLE));
        assertThat(upstream.orders().getLast().naming())
                .as("the name that was asked for would not be true of the answer")
                .isEqualTo(Naming.AS_SERVED);

        upstream.failing(Fault.of(Fault.Kind.CALLER_ERROR, "it fails"));
        var failed = relay.relay(Models.call(credential, UNKNOWN), new RecordingSink());
        assertThat(failed).isInstanceOf(Outcome.Refused.class);
        assertThat(upstream.orders().stream().map(order -> order.served().group().text()))
                .containsExactly("first", "first", "second");
    }

    @Test
    void aFallbackThatOnlyChangesTheQuestionGoesWhereTheFirstOneWent() {
        var again = new Wishes.Fallback(null, List.of(new CallBody.Member("temperature", "0")));
        Wishes wishes =
                new Wishes(
                        new Wishes.Elsewhere(List.of(again), Map.of()),
                        false,
                        null,
                        null,
                        null,
                        Set.of(),
                        null,
                        null);
        Call call = wishing(wishes);
        Resolution resolution = resolved(MASTER, call, byDefault(true, "first"));
        Admission admission = new Admission(MASTER, resolution, resolution.group(), live.present());

        assertThat(Dispatcher.objection(admission.trip(call, null, new Hangup(), new Canaries())))
                .isNull();
    }
}
