package dev.signalbox.benchmarks;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;
import dev.signalbox.domain.routing.strategy.Strategies;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Choosing one of five deployments that were all asked and measured before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StrategyBenchmark {

    private static final int DEPLOYMENTS = 5;

    /** Which one chooses. */
    @Param private Picking.Way way = Picking.Way.WEIGHTED_SHUFFLE;

    private final Candidates among = among();
    private Strategy strategy = strategy(way);

    /** Makes the strategy. */
    @Setup
    public void make() {
        strategy = strategy(way);
    }

    /** One choice. */
    @Benchmark
    public Candidate oneOfFive() {
        return strategy.choose(among);
    }

    private static Strategy strategy(Picking.Way way) {
        return Strategies.of(new Picking(way, Duration.ofHours(1), 0.1), new SplittableRandom(1));
    }

    private static Candidates among() {
        List<Deployment> deployments = new ArrayList<>();
        List<Candidate> list = new ArrayList<>();
        for (int i = 1; i <= DEPLOYMENTS; i++) {
            Deployment deployment =
                    new Deployment(
                            new Deployment.Id("d" + i),
                            new Deployment.Provider("azure"),
                            "m",
                            "http://h",
                            i);
            Pulse pulse = new Pulse();
            if (!pulse.enter(Pulse.Room.ENDLESS, i, 0)) {
                throw new IllegalStateException("there is room without a limit");
            }
            pulse.documents().measured(i * 1_000_000L, 0);
            deployments.add(deployment);
            list.add(new Candidate(deployment, pulse));
        }
        ModelGroup group = new ModelGroup(new ModelName("g"), deployments);
        return new Candidates(group, list, false, 100, 0);
    }
}
