package dev.signalbox.bootstrap.command.database;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.transfer.Archive;
import dev.signalbox.persistence.transfer.Intake;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts what was exported into a database. */
public final class ImportCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "import",
                    "Puts what `signalbox database export` wrote into a database: all"
                            + " of it, or, if anything is wrong, nothing.",
                    Stream.concat(
                                    Stream.of(
                                            "Tables are made if they are missing."
                                                    + " Gateways that run on that database"
                                                    + " load everything within a second."),
                                    DatabaseChoice.NOTES.stream())
                            .toList(),
                    List.of(
                            "export DATABASE_URL=postgresql://user:password@host/db",
                            "signalbox database import --from signalbox.zip"),
                    DatabaseChoice.exits("everything is in the database"));

    /** Whether what is there goes. */
    static final String REPLACE = "--replace";

    private static final String FROM = "--from";

    private final Surroundings surroundings;

    public ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "database import";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(Guide.needed(FROM, "FILE", "what was exported"));
        addReplace(spec);
        DatabaseChoice.addTo(spec);
        return spec;
    }

    /** For the commands that put something in. */
    static void addReplace(CommandSpec spec) {
        spec.addOption(
                Guide.flag(REPLACE, "remove what the database holds first; says what that is"));
    }

    @Override
    public Exit run(ParseResult said) {
        Path file = Path.of(said.<String>matchedOptionValue(FROM, ""));
        surroundings.console().say("Looking at every byte of " + file + " ...");
        try (Archive archive = Archive.open(file)) {
            DatabaseUrl url = new DatabaseChoice(surroundings).reach(said, true);
            surroundings.console().say("Importing into the database " + url.describe() + " ...");
            long revision =
                    new Intake(url, surroundings.console()::say)
                            .take(archive, said.hasMatchedOption(REPLACE));
            surroundings
                    .answers()
                    .println(url.describe() + " holds everything, at revision " + revision);
        }
        return Exit.DONE;
    }
}
