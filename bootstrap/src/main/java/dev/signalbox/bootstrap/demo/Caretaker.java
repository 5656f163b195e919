package dev.signalbox.bootstrap.demo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Clears up behind a demo that was killed: a small process that waits for the end of its input,
 * which comes when the demo ends, however it ends. After a good end it finds nothing to do.
 */
final class Caretaker implements AutoCloseable {

    private static final long SECONDS_TO_END = 5;

    /** A signal from the terminal reaches the whole family; this one is to outlive the others. */
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            cat >/dev/null
            [ -d "$1" ] || exit 0
            pid=$(find "$1" -name postmaster.pid -exec head -n 1 {} \\; 2>/dev/null)
            if [ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null; then
                for second in 1 2 3 4 5 6 7 8 9 10; do
                    kill -0 "$pid" 2>/dev/null || break
                    sleep 1
                done
            fi
            rm -rf "$1"
            """;

    private final @Nullable Process process;

    private Caretaker(@Nullable Process process) {
        this.process = process;
    }

    /** For one folder, and the PostgreSQL in it. Where there is no shell, nobody clears up. */
    static Caretaker of(Path folder) {
        try {
            return new Caretaker(
                    new ProcessBuilder("sh", "-c", SCRIPT, "sh", folder.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            return new Caretaker(null);
        }
    }

    @Override
    public void close() throws IOException {
        if (process == null) {
            return;
        }
        process.getOutputStream().close();
        try {
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
