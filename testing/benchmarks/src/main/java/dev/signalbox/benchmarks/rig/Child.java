package dev.signalbox.benchmarks.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that we started; it writes to a file, and it ends with us. */
final class Child implements AutoCloseable {

    private static final Duration POLITE = Duration.ofSeconds(40);
    private static final long POLL_NANOS = 20_000_000L;
    private static final int LINES_SHOWN = 30;
    private static final int OK = 200;

    /** With these in our environment we would measure somebody's real database, or change it. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("DATABASE_URL", "LITELLM_MASTER_KEY", "HOST", "PORT", "CONFIG_FILE_PATH");

    private final String name;
    private final Process process;
    private final Path output;

    private Child(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param environment added to ours
     */
    static Child start(
            String name, List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        Path output = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(NOT_PASSED_ON);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new Child(name, builder.start(), output);
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until that address answers with 200.
     *
     * @throws IOException if the process ends, or the time does; says what it wrote last
     */
    void awaitReady(URI address, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (!answers(client, address)) {
                if (!process.isAlive()) {
                    throw new IOException(name + " ended by itself.\n" + lastWords());
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException(name + " was not ready in time.\n" + lastWords());
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /**
     * Waits for a whole line with that beginning among what it writes, and gives the rest of it.
     *
     * @throws IOException if the process ends, or the time does; says what it wrote last
     */
    String awaitLine(String beginning, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String written = "\n" + Files.readString(output);
            int start = written.indexOf("\n" + beginning) + 1;
            int lineEnd = written.indexOf('\n', start);
            if (start > 0 && lineEnd >= 0) {
                return written.substring(start + beginning.length(), lineEnd).strip();
            }
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IOException(name + " is not ready.\n" + lastWords());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean answers(HttpClient client, URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(output);
        int from = Math.max(0, lines.size() - LINES_SHOWN);
        return String.join("\n", lines.subList(from, lines.size()));
    }

    /** Asks it to end, waits, and ends it and whatever it has started if it does not. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(POLITE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
