package dev.signalbox.persistence.embedded.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs to their end. What they print goes to a file, not through a pipe: a server that one
 * of them leaves behind would keep a pipe open.
 *
 * @param output where they print
 */
public record Programs(Path output) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Whether the program exists and ends well. */
    public boolean works(List<String> command) {
        try {
            return run(command) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a program.
     *
     * @return how it ended; 0 is well
     */
    public int run(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                        .redirectOutput(output.toFile());
        // PostgreSQL's programs obey PGDATA, PGPORT and others, which are meant for another server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException(command.getLast() + " does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a program was running", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the last of them printed. */
    public String lastOutput() throws IOException {
        return Files.readString(output);
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
