package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class ContinuationTest {

    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");
    private static final String QUESTION =
            "{\"messages\": [ {\"role\":\"user\",\"content\":\"Tell [me]\"} ] ,\"n\":1}";

    private final Map<String, ScriptedUpstream> upstreams = new HashMap<>();
    private final RecordingSink sink = new RecordingSink();

    ContinuationTest() {
        for (String group : List.of("a", "b", "c")) {
            upstreams.put(group, new ScriptedUpstream().answering(group + " to the end"));
        }
    }

    private ScriptedUpstream upstream(String group) {
        return upstreams.get(group);
    }

    private Outcome relay(boolean continues, Call call) {
        Fallbacks fallbacks =
                new Fallbacks(
                        Map.of(
                                new ModelName("a"), List.of(new ModelName("b")),
                                new ModelName("b"), List.of(new ModelName("c"))),
                        null,
                        null,
                        List.of(),
                        5,
                        true,
                        continues);
        RoutingKit kit =
                new RoutingKit(RoutingPolicy.DEFAULT.withFallbacks(fallbacks), new Random(1));
        LiveDirectory live = LiveDirectory.open(new InMemoryRegistry(), models(), 100);
        return new CallRelay(
                        RoutingKit.entrance(new Gate(live, MASTER.hash(), new StoppedClock())),
                        kit.dispatcher(),
                        new ArmWatch(new Canaries(), () -> 0),
                        Naming.AS_SERVED)
                .relay(call, sink);
    }

    private Directory.Models models() {
        Map<ModelName, ModelGroup> groups = new HashMap<>();
        Map<Deployment.Id, Upstream> asked = new HashMap<>();
        upstreams.forEach(
                (name, upstream) -> {
                    Deployment deployment = Models.deployment(name);
                    ModelName group = new ModelName(name);
                    groups.put(group, new ModelGroup(group, List.of(deployment)));
                    asked.put(deployment.id(), upstream);
                });
        return new Directory.Models(groups, asked);
    }

    private static Call stream(String body, Wishes wishes) {
        return new Call(
                "call-1",
                Endpoint.CHAT_COMPLETIONS,
                MASTER,
                new ModelName("a"),
                true,
                Bodies.of(body),
                wishes);
    }

    private static Call stream() {
        return stream(QUESTION, Wishes.NONE);
    }

    private String asked(String group) {
        Call call = upstream(group).orders().getFirst().call();
        StringBuilder text = new StringBuilder();
        for (ByteBuffer piece :
                call.body().spelledFor("\"m\"".getBytes(StandardCharsets.UTF_8), Spelling.PLAIN)) {
            text.append(StandardCharsets.UTF_8.decode(piece));
        }
        return text.toString();
    }

    private static Fault broken() {
        return Fault.of(Fault.Kind.BROKEN, "it broke off");
    }

    @Test
    void aFallbackGoesOnWithAStreamThatBrokeOff() {
        upstream("a").breakingOff("once \"upon\"\n", true, broken());

        Outcome outcome = relay(true, stream());

        assertThat(sink.text()).isEqualTo("once \"upon\"\nb to the end");
        assertThat(sink.brokenOff()).isEmpty();
        assertThat(outcome).isInstanceOf(Outcome.Relayed.class);
        assertThat(((Outcome.Relayed) outcome).ending()).isEqualTo(Ending.WHOLE);
        assertThat(((Outcome.Relayed) outcome).served().group()).isEqualTo(new ModelName("b"));
        assertThat(asked("b"))
                .contains("[ {\"role\":\"user\",\"content\":\"Tell [me]\"},{\"role\":\"system\",")
                .contains(
                        "{\"role\":\"assistant\",\"content\":\"once \\\"upon\\\"\\u000a\","
                                + "\"prefix\":true}] ,\"n\":1}");
    }

    @Test
    void nobodyGoesOnUnlessThatIsAskedFor() {
        upstream("a").breakingOff("once", true, broken());

        Outcome outcome = relay(false, stream());

        assertThat(((Outcome.Relayed) outcome).ending()).isEqualTo(Ending.CUT_SHORT);
        assertThat(sink.brokenOff()).contains(broken());
        assertThat(upstream("b").orders()).isEmpty();
    }

    @Test
    void theFallbackOfAFallbackGoesOnWithAllThatWasSaid() {
        upstream("a").breakingOff("one ", true, broken());
        upstream("b").breakingOff("two ", true, broken());

        relay(true, stream());

        assertThat(sink.text()).isEqualTo("one two c to the end");
        assertThat(asked("c")).contains("\"content\":\"one two \"").doesNotContain("\"one \"");
    }

    @Test
    void theSameIsAskedOnceMoreIfNothingWasSaid() {
        upstream("a").breakingOff("", true, broken());

        relay(true, stream());

        assertThat(sink.text()).isEqualTo("b to the end");
        assertThat(asked("b")).contains("[ {\"role\":\"user\",\"content\":\"Tell [me]\"} ]");
    }

    @Test
    void callsOfToolsAreNotGoneOnWith() {
        upstream("a").breakingOff("{\"city\":", false, broken());

        relay(true, stream());

        assertThat(sink.brokenOff()).contains(broken());
        assertThat(upstream("b").orders()).isEmpty();
    }

    @Test
    void whoeverWantsNoFallbackIsToldThatItBrokeOff() {
        upstream("a").breakingOff("once", true, broken());
        Wishes stays = new Wishes(null, true, null, null, null, Set.of(), null, null);

        relay(true, stream(QUESTION, stays));

        assertThat(sink.brokenOff()).contains(broken());
    }

    @Test
    void theCallersOwnFallbackGoesOnWithItsOwnMessages() {
        upstream("a").breakingOff("once", true, broken());
        Wishes.Fallback own =
                new Wishes.Fallback(
                        new ModelName("c"), List.of(new CallBody.Member("messages", "[]")));
        Wishes wishes =
                new Wishes(
                        new Wishes.Elsewhere(List.of(own), Map.of()),
                        false,
                        null,
                        null,
                        null,
                        Set.of(),
                        null,
                        null);

        relay(true, stream(QUESTION, wishes));

        assertThat(sink.text()).isEqualTo("oncec to the end");
        assertThat(asked("c"))
                .contains("\"messages\": [{\"role\":\"system\"")
                .contains("\"content\":\"once\"");
    }

    @Test
    void ifNobodyAnswersTheFirstFailureIsTold() {
        upstream("a").breakingOff("once", true, broken());
        upstream("b").failing(Fault.of(Fault.Kind.CALLER_ERROR, "no prefix here"));
        upstream("c").failing(Fault.of(Fault.Kind.CALLER_ERROR, "none here"));

        Outcome outcome = relay(true, stream());

        assertThat(sink.brokenOff()).contains(broken());
        assertThat(((Outcome.Relayed) outcome).ending()).isEqualTo(Ending.CUT_SHORT);
    }
}
