package dev.signalbox.bootstrap.command.database;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.transfer.Archive;
import dev.signalbox.persistence.transfer.Snapshot;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes everything stored into one file. */
public final class ExportCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "export",
                    "Writes everything that is stored (teams, keys, users, models, their history)"
                            + " into one file, as it is at one moment, while gateways go on"
                            + " working.",
                    Stream.concat(
                                    Stream.of(
                                            "Keys are in it as hashes, and providers'"
                                                    + " keys sealed; still, only you"
                                                    + " can read it (mode 0600)."),
                                    DatabaseChoice.NOTES.stream())
                            .toList(),
                    List.of("signalbox database export --to signalbox.zip"),
                    DatabaseChoice.exits("the file is there, and whole"));

    private static final String TO = "--to";

    private final Surroundings surroundings;

    public ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "database export";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(Guide.needed(TO, "FILE", "the file to write; it must not be there yet"));
        DatabaseChoice.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        Path file = Path.of(said.<String>matchedOptionValue(TO, ""));
        DatabaseUrl url = new DatabaseChoice(surroundings).reach(said, false);
        surroundings.console().say("Exporting the database " + url.describe() + " ...");
        try (Snapshot snapshot = Snapshot.take(url, surroundings.version())) {
            Archive.write(snapshot, file, surroundings.console()::say);
            surroundings
                    .answers()
                    .println(file + " holds everything, as of revision " + snapshot.revision());
        }
        return Exit.DONE;
    }
}
