package dev.signalbox.benchmarks;

import dev.signalbox.benchmarks.load.ClosedLoop;
import dev.signalbox.benchmarks.load.OpenLoop;
import dev.signalbox.benchmarks.load.Question;
import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.load.Streams;
import dev.signalbox.benchmarks.report.Conditions;
import dev.signalbox.benchmarks.report.Figures;
import dev.signalbox.benchmarks.report.Plan;
import dev.signalbox.benchmarks.report.Report;
import dev.signalbox.benchmarks.report.Round;
import dev.signalbox.benchmarks.report.Round.Way;
import dev.signalbox.benchmarks.report.Spread;
import dev.signalbox.benchmarks.rig.Meter;
import dev.signalbox.benchmarks.rig.Prompt;
import dev.signalbox.benchmarks.rig.Rig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One run: warm-up, pairs of rounds, memory, saturation, streams. Used once, by one thread, which
 * says on standard error how far it has come.
 */
final class Bench {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final int SATURATING = 16;
    private static final int SATURATED_CALLS = 30_000;

    private final Rig rig;
    private final Plan plan;
    private final OpenLoop steady;
    private final Question direct;
    private final Question through;
    private final List<Report.MemoryPoint> memory = new ArrayList<>();
    private final List<Run> warmUp = new ArrayList<>();
    private final List<Round> rounds = new ArrayList<>();
    private final List<Round> streams = new ArrayList<>();
    private final List<Report.StreamGaps> gaps = new ArrayList<>();
    private int calls;

    Bench(Rig rig, Plan plan) {
        this.rig = rig;
        this.plan = plan;
        this.steady = new OpenLoop(plan.callsPerSecond(), plan.connections());
        this.direct = rig.direct(new Prompt(plan.promptBytes(), false));
        this.through = rig.through(new Prompt(plan.promptBytes(), false));
    }

    Report run(Conditions conditions) throws IOException, InterruptedException {
        remember("ready, before the first call");
        warmUp();
        for (int number = 1; number <= plan.rounds(); number++) {
            round(number, Way.DIRECT);
            round(number, Way.THROUGH);
            remember("after round " + number);
        }
        Round saturated = saturated();
        remember("after saturation");
        streams();
        remember("after the streams");
        return report(conditions, saturated);
    }

    private void warmUp() throws IOException, InterruptedException {
        OpenLoop brisk = new OpenLoop(2 * plan.callsPerSecond(), plan.connections());
        warm("warm-up, direct", brisk.run(direct, plan.warmUpCalls()));
        if (plan.furtherCalls() > 0) {
            ClosedLoop fast = new ClosedLoop(SATURATING);
            warm("warm-up, saturated", fast.run(through, plan.furtherCalls()));
        }
        warm("warm-up, through", brisk.run(through, plan.warmUpCalls()));
        calls += plan.furtherCalls() + plan.warmUpCalls();
        remember("after the warm-up");
    }

    private void warm(String what, Run run) {
        warmUp.add(run);
        say(what, run);
    }

    private void round(int number, Way way) throws IOException, InterruptedException {
        Question question = way == Way.DIRECT ? direct : through;
        Meter.Cpu before = rig.meter().cpu();
        Run run = steady.run(question, plan.callsInARound());
        Round round = new Round(number, way, run, rig.meter().cpu().since(before));
        calls += way == Way.THROUGH ? plan.callsInARound() : 0;
        rounds.add(round);
        say(way + " " + number + " of " + plan.rounds(), run);
    }

    private Round saturated() throws IOException, InterruptedException {
        Meter.Cpu before = rig.meter().cpu();
        Run run = new ClosedLoop(SATURATING).run(through, SATURATED_CALLS);
        calls += SATURATED_CALLS;
        say("saturated", run);
        return new Round(1, Way.THROUGH, run, rig.meter().cpu().since(before));
    }

    private void streams() throws IOException, InterruptedException {
        Prompt prompt = new Prompt(plan.promptBytes(), true);
        Streams paced = new Streams(plan.streams());
        warm("streams, warm-up", listen(paced, rig.direct(prompt)).whole());
        warm("streams, warm-up", listen(paced, rig.through(prompt)).whole());
        calls += plan.streams() * Plan.STREAMS_EACH;
        for (int number = 1; number <= plan.streamRounds(); number++) {
            streamRound(number, Way.DIRECT, paced, rig.direct(prompt));
            streamRound(number, Way.THROUGH, paced, rig.through(prompt));
            calls += plan.streams() * Plan.STREAMS_EACH;
        }
    }

    private void streamRound(int number, Way way, Streams paced, Question question)
            throws IOException, InterruptedException {
        Meter.Cpu before = rig.meter().cpu();
        Streams.Heard heard = listen(paced, question);
        Meter.Cpu used = rig.meter().cpu().since(before);
        streams.add(new Round(number, way, heard.whole(), used));
        gaps.add(new Report.StreamGaps(number, way, heard.gaps()));
        say("streams, " + way + " " + number + " of " + plan.streamRounds(), heard.whole());
    }

    private static Streams.Heard listen(Streams paced, Question question)
            throws IOException, InterruptedException {
        return paced.run(question, Plan.STREAMS_EACH);
    }

    private Report report(Conditions conditions, Round saturated) {
        return new Report(
                conditions,
                plan,
                rig.readySeconds(),
                Figures.of(rounds),
                spread(Way.THROUGH, Round::gatewayMicrosPerCall),
                spread(Way.THROUGH, Round::databaseMicrosPerCall),
                spread(Way.DIRECT, Bench::gatewayMicrosPerSecond),
                memory,
                warmUp,
                rounds,
                saturated,
                Figures.of(streams),
                streams,
                gaps);
    }

    private Spread spread(Way way, ToDoubleFunction<Round> figure) {
        return Spread.of(
                rounds.stream()
                        .filter(round -> round.way() == way)
                        .map(figure::applyAsDouble)
                        .toList());
    }

    private static double gatewayMicrosPerSecond(Round round) {
        return round.cpu().gateway() * MICROS_PER_SECOND / round.run().seconds();
    }

    private void remember(String moment) throws IOException {
        memory.add(new Report.MemoryPoint(moment, calls, rig.meter().memory()));
    }

    private static void say(String what, Run run) {
        String line =
                String.format(
                        Locale.ROOT,
                        "bench: %-22s %7d calls  %8.0f/s  p50 %8.0f us  p99 %8.0f us",
                        what,
                        run.calls(),
                        run.calls() / run.seconds(),
                        run.latency().p50(),
                        run.latency().p99());
        System.err.println(line);
        if (run.failures() > 0) {
            System.err.println(
                    "bench: " + run.failures() + " calls FAILED, first: " + run.firstFailure());
        }
    }
}
