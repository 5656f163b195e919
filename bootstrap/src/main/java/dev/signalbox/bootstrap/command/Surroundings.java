package dev.signalbox.bootstrap.command;

import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a command may know of where it runs.
 *
 * @param console gets how it goes
 * @param answers gets what was asked for
 * @param version of this Signalbox
 * @param dataDir where data usually is; null if this user has no such place
 * @param closing gets what must be closed however the process ends
 */
public record Surroundings(
        Console console,
        PrintStream answers,
        Environment environment,
        String version,
        @Nullable Path dataDir,
        Closing closing) {}
