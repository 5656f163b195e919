package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.IdentifyCaller;
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
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.policy.RetryRule;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.pulse.Pulse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

class CallRelayTest {

    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final ScriptedUpstream upstream = new ScriptedUpstream().answering("{\"x\":1}");
    private final RecordingSink sink = new RecordingSink();
    private final Credential credential = Teams.credential(1);
    private final RoutingKit kit =
            new RoutingKit(
                    RoutingPolicy.DEFAULT.withRetries(RetryRule.DEFAULT.withTimes(0)),
                    new Random(1));
    private final Team team = Teams.team("t", Map.of("gpt", "gpt-eu", "old", "vanished"));
    private final Key key = Teams.key(credential, "t");
    private LiveDirectory live;
    private Gate gate;
    private CallRelay relay;

    @BeforeEach
    void assemble() {
        store(team, key);
        live =
                LiveDirectory.open(
                        registry, Models.groups(upstream, List.of("gpt-eu", "gpt-world")), 100);
        gate = new Gate(live, MASTER.hash(), clock);
        relay =
                new CallRelay(
                        RoutingKit.entrance(gate),
                        kit.dispatcher(),
                        new ArmWatch(new Canaries(), () -> 0),
                        Naming.AS_SERVED);
    }

    private void store(Team team, Key... keys) {
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(team);
                    List.of(keys).forEach(edit::put);
                    return team;
                });
    }

    private Outcome relay(@Nullable Credential credential, String model) {
        return relay.relay(Models.call(credential, model), sink);
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal, null);
    }

    @Test
    void theTeamsAliasDecidesWhichGroupServes() {
        Served served = new Served(new ModelName("gpt-eu"), Models.deployment("gpt-eu"));
        assertThat(relay(credential, "gpt")).isEqualTo(new Outcome.Relayed(served, Ending.WHOLE));
        assertThat(sink.text()).isEqualTo("{\"x\":1}");
        assertThat(upstream.orders()).hasSize(1);
        assertThat(upstream.orders().getFirst().served()).isEqualTo(served);
        assertThat(upstream.closed()).isEqualTo(1);
    }

    @Test
    void aChangedAliasHoldsFromTheNextRefreshOn() {
        relay(credential, "gpt");
        store(Teams.withAliases(team, Map.of("gpt", "gpt-world")));
        live.refresh();
        relay.relay(Models.call(credential, "gpt"), new RecordingSink());
        assertThat(upstream.orders().getLast().served().group())
                .isEqualTo(new ModelName("gpt-world"));
    }

    @Test
    void theMasterAsksForGroupsByTheirNamesAndHasNoAliases() {
        assertThat(relay(MASTER, "gpt-world")).isInstanceOf(Outcome.Relayed.class);
        assertThat(relay(MASTER, "gpt"))
                .isEqualTo(refused(new Refusal.UnknownModel(new ModelName("gpt"), null)));
    }

    @Test
    void aDanglingAliasIsToldWithItsTarget() {
        assertThat(relay(credential, "old"))
                .isEqualTo(
                        refused(
                                new Refusal.UnknownModel(
                                        new ModelName("old"), new ModelName("vanished"))));
        assertThat(upstream.orders()).isEmpty();
    }

    @Test
    void aCallNamesTheRevisionThatItWasDecidedUnderWhetherItIsLetInOrNot() {
        long before = live.present().revision();
        var served = relay(credential, "gpt");
        assertThat(served).isInstanceOf(Outcome.Relayed.class);
        assertThat(sink.revision()).isEqualTo(before);
        store(Teams.withAliases(team, Map.of("gpt", "gpt-world")));
        live.refresh();
        for (Credential any : List.of(credential, Credential.of("sk-of-nobody"))) {
            RecordingSink refused = new RecordingSink();
            var refusal = relay.relay(Models.call(any, "no-such-model"), refused);
            assertThat(refusal).isInstanceOf(Outcome.Refused.class);
            assertThat(refused.revision()).isEqualTo(before + 1);
        }
    }

    @Test
    void whoShowsNothingIsToldSo() {
        assertThat(relay(null, "gpt")).isEqualTo(refused(new Refusal.KeyMissing()));
    }

    @Test
    void aMistypedKeyOfOursCostsNoQuestion() {
        String mistyped = credential.reveal().substring(0, 40) + "xxxx";
        assertThat(relay(Credential.of(mistyped), "gpt"))
                .isEqualTo(refused(new Refusal.UnknownKey()));
        assertThat(registry.lookups()).isZero();
    }

    @Test
    void anUnknownKeyIsNotServed() {
        assertThat(relay(Teams.credential(9), "gpt")).isEqualTo(refused(new Refusal.UnknownKey()));
        assertThat(upstream.orders()).isEmpty();
    }

    @Test
    void aKeyThatNobodyHereKnowsIsNotCalledUnknownWhileTheRegistryIsAway() {
        registry.away(true);
        assertThat(relay(credential, "gpt")).isEqualTo(refused(new Refusal.RegistryAway()));
    }

    @Test
    void aKeyEndsByItsOwnClock() {
        store(team, Teams.expiring(key, clock.instant().plusSeconds(60)));
        live.refresh();
        assertThat(relay(credential, "gpt")).isInstanceOf(Outcome.Relayed.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(relay(credential, "gpt"))
                .isEqualTo(refused(new Refusal.KeyExpired(clock.instant())));
    }

    @Test
    void aBlockedTeamsKeyIsAStranger() {
        store(Teams.blocked(team));
        live.refresh();
        assertThat(gate.identify(credential))
                .isEqualTo(new IdentifyCaller.Stranger(new Refusal.TeamBlocked(team.id())));
    }

    @Test
    void theMasterIsRecognised() {
        assertThat(gate.identify(MASTER)).isEqualTo(new IdentifyCaller.Known(new Caller.Master()));
        assertThat(registry.lookups()).isZero();
    }

    @Test
    void aFaultOfTheUpstreamIsTheAnswerAndNamesWhoWasAsked() {
        Fault fault = Fault.of(Fault.Kind.RATE_LIMITED, "slow down");
        upstream.failing(fault);
        Served served = new Served(new ModelName("gpt-eu"), Models.deployment("gpt-eu"));
        assertThat(relay(credential, "gpt"))
                .isEqualTo(
                        new Outcome.Refused(
                                new Refusal.UpstreamFailed(new ModelName("gpt-eu"), fault),
                                served));
        assertThat(sink.head()).isEmpty();
    }

    @Test
    void whatAnAnswerTookCountsInTheMinuteOfItsDeployment() {
        upstream.taking(new Usage(700, 50, 0, 0));
        assertThat(relay(credential, "gpt")).isInstanceOf(Outcome.Relayed.class);
        Pulse pulse = kit.pulses().of(Models.deployment("gpt-eu"));
        assertThat(pulse.tokens(kit.now())).isEqualTo(750);
        assertThat(pulse.inFlight()).isZero();
    }

    @Test
    void whenTheCallerLeavesTheUpstreamIsLetGo() {
        Call call = Models.call(credential, "gpt");
        Outcome outcome = relay.relay(call, new RecordingSink().leavingAfter(0));
        assertThat(outcome).isInstanceOf(Outcome.Relayed.class);
        assertThat(((Outcome.Relayed) outcome).ending()).isEqualTo(Ending.ABANDONED);
        assertThat(upstream.closed()).isEqualTo(1);
    }
}
