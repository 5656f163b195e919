package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.load.Times;
import dev.signalbox.benchmarks.rig.Meter;

import java.util.List;

/**
 * Everything that a run brought; the raw form is this, as JSON. Times of calls are in microseconds,
 * processor times in seconds, memory in KiB.
 *
 * @param readySeconds from the gateway's start to ready, a new embedded database included
 * @param memory of the gateway as calls went by
 * @param warmUp the calls before anything was measured
 * @param saturated as many calls as the whole machine makes, simulator and load on it too
 * @param streams rounds of streams; the latency is the time to the first event with a choice
 * @param streamGaps between two pieces of a stream
 */
public record Report(
        Conditions conditions,
        Plan plan,
        double readySeconds,
        Figures figures,
        Spread gatewayMicrosPerCall,
        Spread databaseMicrosPerCall,
        Spread gatewayIdleMicrosPerSecond,
        List<MemoryPoint> memory,
        List<Run> warmUp,
        List<Round> rounds,
        Round saturated,
        Figures streamFigures,
        List<Round> streams,
        List<StreamGaps> streamGaps) {

    public Report {
        memory = List.copyOf(memory);
        warmUp = List.copyOf(warmUp);
        rounds = List.copyOf(rounds);
        streams = List.copyOf(streams);
        streamGaps = List.copyOf(streamGaps);
    }

    /**
     * Memory at a moment.
     *
     * @param calls how many had gone through the gateway
     */
    public record MemoryPoint(String moment, int calls, Meter.Memory memory) {}

    /** The gaps of one round of streams. */
    public record StreamGaps(int number, Round.Way way, Times.Summary gaps) {}

    /** How many calls failed, warm-up and streams included. A good run has none. */
    public int failures() {
        int failures = saturated.run().failures();
        failures += warmUp.stream().mapToInt(Run::failures).sum();
        failures += rounds.stream().mapToInt(round -> round.run().failures()).sum();
        return failures + streams.stream().mapToInt(round -> round.run().failures()).sum();
    }

    /** Memory when the planned number of calls had gone through. */
    public MemoryPoint memoryAfterCalls() {
        return memory.stream()
                .filter(point -> point.calls() >= plan.calls())
                .findFirst()
                .orElseThrow();
    }
}
