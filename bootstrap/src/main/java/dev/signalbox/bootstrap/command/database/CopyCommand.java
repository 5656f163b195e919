package dev.signalbox.bootstrap.command.database;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.transfer.Intake;
import dev.signalbox.persistence.transfer.Snapshot;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.stream.Stream;

/** Puts everything stored into another database, without a file. */
public final class CopyCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "copy",
                    "Puts everything that is stored into another database, as it is at"
                            + " one moment. The first database stays as it is.",
                    Stream.concat(
                                    Stream.of(
                                            "What is changed in the first one later is"
                                                    + " not in the other: stop"
                                                    + " administration, or the gateway,"
                                                    + " before you move for good."),
                                    DatabaseChoice.NOTES.stream())
                            .toList(),
                    List.of(
                            "export NEW_URL=postgresql://user:password@host/db",
                            "signalbox database copy --to os.environ/NEW_URL"),
                    DatabaseChoice.exits("everything is in the other database"));

    private static final String TO = "--to";

    private final Surroundings surroundings;

    public CopyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "database copy";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(
                Guide.needed(
                        TO,
                        "URL",
                        "the other database, postgresql://...; os.environ/NAME keeps its"
                                + " password off the command line"));
        ImportCommand.addReplace(spec);
        DatabaseChoice.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        DatabaseChoice choice = new DatabaseChoice(surroundings);
        DatabaseUrl to = choice.parsed(said.<String>matchedOptionValue(TO, ""), TO);
        DatabaseUrl from = choice.reach(said, false);
        surroundings
                .console()
                .say("Copying the database " + from.describe() + " to " + to.describe() + " ...");
        try (Snapshot snapshot = Snapshot.take(from, surroundings.version())) {
            long revision =
                    new Intake(to, surroundings.console()::say)
                            .take(snapshot, said.hasMatchedOption(ImportCommand.REPLACE));
            surroundings
                    .answers()
                    .println(to.describe() + " holds everything, at revision " + revision);
        }
        return Exit.DONE;
    }
}
