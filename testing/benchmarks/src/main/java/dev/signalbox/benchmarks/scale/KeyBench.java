package dev.signalbox.benchmarks.scale;

import dev.signalbox.benchmarks.report.Conditions;
import dev.signalbox.benchmarks.rig.Premises;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/** The program: the same measurements with a few keys and with very many. */
@Command(
        name = "testing/benchmarks/run keys",
        description = {
            "Measures start, memory, lists, changes and calls with few keys and with very many.",
            "Starts an embedded PostgreSQL in a temporary folder, the gateway and the simulator as"
                    + " processes of their own; asks nobody but 127.0.0.1. Takes about six minutes."
        },
        showDefaultValues = true)
public final class KeyBench implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this and does nothing")
    @SuppressWarnings("UnusedVariable") // picocli looks at it, not we
    private boolean help;

    @Option(names = "--few", description = "keys of the first measurement")
    private int few = 10;

    @Option(names = "--many", description = "keys of the second measurement")
    private int many = 1_000_000;

    @Option(names = "--teams", description = "teams of the second measurement")
    private int teams = 10_000;

    @Option(names = "--used", description = "different keys used to fill the memory")
    private int used = 300_000;

    @Option(names = "--seconds", description = "length of a round of calls")
    private int seconds = 20;

    @Option(names = "--repository", description = "the root of the working copy")
    private Path repository = Path.of("");

    @Option(names = "--out", description = "the folder for scale.json and scale.md")
    private Path out = Path.of("testing/benchmarks/target");

    /** Read by picocli; the fields are its options. */
    KeyBench() {}

    /** Runs. Exit code 0: measured; other: nothing could be measured. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new KeyBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Path root = repository.toAbsolutePath();
        Conditions conditions = Conditions.here(root);
        Sheet sheet =
                new Sheet(
                        conditions,
                        few,
                        many,
                        measured(root, new Population(few, 2)),
                        measured(root, new Population(many, teams)));
        Files.createDirectories(out);
        Files.write(out.resolve("scale.json"), sheet.json());
        Files.writeString(out.resolve("scale.md"), sheet.table());
        System.out.println(sheet.table());
        return 0;
    }

    private List<Figure> measured(Path root, Population people)
            throws IOException, InterruptedException, SQLException {
        try (Premises premises = new Premises(root.resolve("bin/signalbox"))) {
            people.settle(premises.database());
            return new Survey(premises, people, seconds).figures(used);
        }
    }
}
