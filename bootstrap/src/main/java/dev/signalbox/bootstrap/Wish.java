package dev.signalbox.bootstrap;

import dev.signalbox.bootstrap.command.Command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ParseResult;

import java.nio.file.Path;
import java.util.List;

/** What somebody wants from the command. */
sealed interface Wish {

    /** To read how it is used. */
    record Help() implements Wish {}

    /** To know which version it is. */
    record Version() implements Wish {}

    /**
     * A gateway.
     *
     * @param config null if none was named
     * @param host null if nobody said where to listen
     * @param adminPort where administration is served; null if nobody said; wins over the file's
     * @param dataDir null for the user's data folder
     * @param certificate wins over the file's
     * @param privateKey wins over the file's
     * @param ignored a sentence for each flag that has no effect
     */
    record Serve(
            @Nullable Path config,
            @Nullable String host,
            int port,
            @Nullable Integer adminPort,
            @Nullable Path dataDir,
            @Nullable Path certificate,
            @Nullable Path privateKey,
            boolean weakMasterKeyAllowed,
            boolean unknownKeysAllowed,
            boolean debug,
            List<String> ignored)
            implements Wish {
        public Serve {
            ignored = List.copyOf(ignored);
        }
    }

    /** The whole thing with nothing set up, to be tried out. */
    record Demo(int port) implements Wish {}

    /** To read the page of a command. */
    record Page(String text) implements Wish {}

    /**
     * A deed that is done once.
     *
     * @param said its options
     */
    record Errand(Command command, ParseResult said) implements Wish {}
}
