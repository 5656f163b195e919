package dev.signalbox.bootstrap.process;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a person at a terminal reads how the start goes: one line each. Safe for many threads. */
public final class Console {

    private final PrintStream lines;

    /**
     * @param lines where to print; not closed
     */
    public Console(PrintStream lines) {
        this.lines = lines;
    }

    /** The error stream of this process. */
    public static Console ofProcess() {
        return new Console(new PrintStream(System.err, true, StandardCharsets.UTF_8));
    }

    /** How it goes. */
    public void say(String line) {
        lines.println(line);
    }

    /** What does not hinder, but should be known. */
    public void warn(String line) {
        lines.println("warning: " + line);
    }

    /** Why it does not go on. */
    public void fail(String line) {
        lines.println("error: " + line);
    }
}
