package dev.signalbox.bootstrap.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simulator as a process of its own. It ends with this one, whatever ends this one: it notices
 * that nobody holds the other end of its input any more.
 */
final class SimulatorProcess implements AutoCloseable {

    private static final String MAIN = "dev.signalbox.simulator.Main";
    private static final long SECONDS_TO_END = 5;

    private final Process process;
    private final String ready;

    private SimulatorProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param keys the name of each resource with the key that it accepts
     * @param log where it writes what nobody but a searcher for mistakes wants to read
     */
    static SimulatorProcess start(Map<String, String> keys, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        command.add("--stop-with-parent");
        keys.forEach(
                (name, key) -> {
                    command.add("--resource");
                    command.add(
                            "name="
                                    + name
                                    + ",port=0,key="
                                    + key
                                    + ",deployment=chatgpt-v-2:gpt-35-turbo");
                });
        try {
            Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new SimulatorProcess(process, firstLine(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Process process, Path log) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException(
                    "the simulator ended before it was ready: " + Files.readString(log));
        }
        return line;
    }

    /** Where a resource listens. */
    String address(String resource) {
        Matcher matcher =
                Pattern.compile(
                                "\""
                                        + Pattern.quote(resource)
                                        + "\"\\s*:\\s*\\{[^}]*\"port\"\\s*:\\s*(\\d+)")
                        .matcher(ready);
        if (!matcher.find()) {
            throw new IllegalStateException("the simulator does not say where it is: " + ready);
        }
        return "http://127.0.0.1:" + matcher.group(1);
    }

    @Override
    public void close() {
        process.destroy();
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
