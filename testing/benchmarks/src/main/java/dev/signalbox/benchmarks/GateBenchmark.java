package dev.signalbox.benchmarks;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.relay.CallRelay;
import dev.signalbox.application.relay.Gate;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The one path of a call through the application, from the credential to the last byte handed on:
 * key, team, alias, rules, choice. The upstream answers at once and the sink throws away.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GateBenchmark {

    private static final String GROUP = "gpt-3.5-turbo-eu";
    private static final String ALIAS = "gpt-3.5-turbo";
    private static final int CAPACITY = 1_000_000;
    private static final int BODY_BYTES = 1024;
    private static final CallBody BODY =
            Bodies.of(new String(Texts.chat(BODY_BYTES), StandardCharsets.UTF_8));
    private static final byte[] ANSWER = new byte[BODY_BYTES];

    /** How many keys are known; what a call costs must not depend on it. */
    @Param({"1", "100000"})
    private int keys;

    private CallRelay relay = relay(new InMemoryRegistry());
    private String key = "";

    /** Makes a team with an alias and its keys, and has each be heard of once. */
    @Setup(Level.Trial)
    public void fill() {
        InMemoryRegistry registry = new InMemoryRegistry();
        Team team = Teams.team("t", Map.of(ALIAS, GROUP));
        int stored =
                registry.change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(team);
                            for (int i = 0; i < keys; i++) {
                                edit.put(Teams.key(Teams.credential(i), "t"));
                            }
                            return keys;
                        });
        relay = relay(registry);
        for (int i = 0; i < stored; i++) {
            Outcome outcome = relay.relay(call(Teams.credential(i)), new Nowhere());
            if (!(outcome instanceof Outcome.Relayed)) {
                throw new IllegalStateException("not let in: " + outcome);
            }
        }
        key = Teams.credential(stored / 2).reveal();
    }

    /** One call. Its credential is a new one, for a credential is hashed once. */
    @Benchmark
    public Outcome aCallFromTheKeyToTheLastByte() {
        return relay.relay(call(Credential.of(key)), new Nowhere());
    }

    private static CallRelay relay(InMemoryRegistry registry) {
        LiveDirectory live =
                LiveDirectory.open(registry, Models.groups(new Prompt(), List.of(GROUP)), CAPACITY);
        Gate gate = new Gate(live, Credential.of("the master key").hash(), InstantSource.system());
        RoutingKit kit = new RoutingKit(RoutingPolicy.DEFAULT, new Random(1));
        return new CallRelay(
                RoutingKit.entrance(gate),
                kit.dispatcher(),
                new ArmWatch(new Canaries(), () -> 0),
                Naming.AS_SERVED);
    }

    private static Call call(Credential credential) {
        return new Call(
                "call-1", Endpoint.CHAT_COMPLETIONS, credential, new ModelName(ALIAS), false, BODY);
    }

    /** Answers at once, always the same. */
    private static final class Prompt implements Upstream {
        @Override
        public Attempt open(Order order) {
            return new Opened(
                    new Answer() {
                        @Override
                        public Relayed relayTo(ReplySink sink) {
                            sink.open(
                                    new ReplySink.Head(
                                            ReplySink.Form.DOCUMENT,
                                            "application/json",
                                            OptionalLong.of(ANSWER.length),
                                            order.served(),
                                            List.of()));
                            sink.write(ANSWER, 0, ANSWER.length);
                            return new Relayed(Outcome.Ending.WHOLE, null, Words.NONE, null);
                        }

                        @Override
                        public @Nullable Usage usage() {
                            return null;
                        }

                        @Override
                        public void close() {
                            // Nothing is held.
                        }
                    });
        }
    }

    /** Throws away what comes. */
    private static final class Nowhere implements ReplySink {
        private final Hangup hangup = new Hangup();

        @Override
        public void decidedUnder(long revision) {
            // Nobody looks.
        }

        @Override
        public void mayStillUse(List<Standing> standings) {
            // Nobody looks.
        }

        @Override
        public void costs(NanoUsd cost) {
            // Nobody looks.
        }

        @Override
        public void open(Head head) {
            // Nobody looks.
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            // Nobody looks.
        }

        @Override
        public void breakOff(Fault fault) {
            throw new IllegalStateException(fault.message());
        }

        @Override
        public Hangup hangup() {
            return hangup;
        }
    }
}
