package dev.signalbox.benchmarks;

import dev.signalbox.benchmarks.report.Chart;
import dev.signalbox.benchmarks.report.Conditions;
import dev.signalbox.benchmarks.report.Json;
import dev.signalbox.benchmarks.report.Plan;
import dev.signalbox.benchmarks.report.Report;
import dev.signalbox.benchmarks.report.Table;
import dev.signalbox.benchmarks.rig.Rig;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The program: starts everything, measures, writes down, clears away. */
@Command(
        name = "testing/benchmarks/run calls",
        description = {
            "Measures what a call through the gateway costs, against calling the simulator directly.",
            "Starts both as processes of their own, with an embedded database in a temporary folder;"
                    + " asks nobody but 127.0.0.1. Takes about seven minutes as it stands."
        },
        showDefaultValues = true)
public final class CallBench implements Callable<Integer> {

    private static final int SOME_CALLS_FAILED = 1;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this and does nothing")
    @SuppressWarnings("UnusedVariable") // picocli looks at it, not we
    private boolean help;

    @Option(names = "--rate", description = "calls per second of the measured rounds")
    private int rate = 500;

    @Option(names = "--prompt-bytes", description = "length of the user's text")
    private int promptBytes = 1024;

    @Option(names = "--rounds", description = "pairs of rounds: direct, through the gateway")
    private int rounds = 6;

    @Option(names = "--round-seconds", description = "length of a round")
    private int roundSeconds = 20;

    @Option(names = "--warm-up-seconds", description = "at twice the rate; under 12 says little")
    private int warmUpSeconds = 15;

    @Option(names = "--calls", description = "calls through the gateway before memory is read")
    private int calls = 100_000;

    @Option(names = "--connections", description = "calls that can be under way at once")
    private int connections = 32;

    @Option(names = "--streams", description = "streams side by side")
    private int streams = 20;

    @Option(names = "--stream-rounds", description = "pairs of rounds of streams")
    private int streamRounds = 4;

    @Option(names = "--repository", description = "the root of the working copy")
    private Path repository = Path.of("");

    @Option(names = "--out", description = "the folder for calls.json, calls.md and calls.svg")
    private Path out = Path.of("testing/benchmarks/target");

    /** Read by picocli; the fields are its options. */
    CallBench() {}

    /**
     * Runs. Exit code 0: measured; 1: measured, but calls failed; 2: called wrongly, or nothing
     * could be measured.
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CallBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan =
                new Plan(
                        rate,
                        promptBytes,
                        rounds,
                        roundSeconds,
                        warmUpSeconds,
                        calls,
                        connections,
                        streams,
                        streamRounds);
        Path root = repository.toAbsolutePath();
        Conditions conditions = Conditions.here(root);
        Report report;
        try (Rig rig = Rig.start(root.resolve("bin/signalbox"))) {
            report = new Bench(rig, plan).run(conditions);
        }
        String table = Table.of(report);
        Files.createDirectories(out);
        Files.write(out.resolve("calls.json"), Json.of(report));
        Files.writeString(out.resolve("calls.md"), table);
        Files.writeString(out.resolve("calls.svg"), Chart.of(report));
        System.out.println(table);
        return report.failures() == 0 ? 0 : SOME_CALLS_FAILED;
    }
}
