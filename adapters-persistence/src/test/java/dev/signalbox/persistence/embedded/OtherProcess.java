package dev.signalbox.persistence.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that has an embedded PostgreSQL, to be killed. */
final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    /** Starts it and waits until its database is there. */
    OtherProcess(Path dataDir) throws IOException {
        process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProcess.class.getName(),
                                dataDir.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        // Not closed: that would close the process's output.
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("the other process has ended");
        }
        port = Integer.parseInt(line.substring("port ".length()));
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** The other process. */
    public static void main(String[] words) throws InterruptedException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(words[0]), progress -> {});
        System.out.println("port " + postgres.url().port());
        Thread.currentThread().join();
    }
}
