package dev.signalbox.bootstrap.command;

import dev.signalbox.bootstrap.process.Exit;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Something that is done once, by its name. */
public interface Command {

    /** Its words, such as {@code audit verify}. */
    String name();

    /** Its options, and the page that teaches them. A new one each time. */
    CommandSpec spec();

    /**
     * Does it.
     *
     * @param said its options, which fit its {@link #spec}
     * @return how it ended, if it could be done
     * @throws CommandFailed if it cannot be done
     */
    Exit run(ParseResult said);
}
