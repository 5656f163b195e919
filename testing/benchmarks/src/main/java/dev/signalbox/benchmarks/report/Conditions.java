package dev.signalbox.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when it was measured.
 *
 * @param commit of the working copy; with {@code +} behind it if files in it were changed
 * @param jvmOptions what was added to the gateway's own by {@code SIGNALBOX_JAVA_OPTS}
 * @param loadBefore the machine's load average of one minute when the run began
 */
public record Conditions(
        String when,
        String commit,
        String processor,
        int processors,
        long memoryMib,
        String kernel,
        String jdk,
        String jvmOptions,
        double loadBefore) {

    private static final long KIB_PER_MIB = 1024;

    /**
     * Looks around.
     *
     * @param repository the root of the working copy
     */
    public static Conditions here(Path repository) throws IOException, InterruptedException {
        String changes = said(repository, "git", "status", "--porcelain", "-uno");
        String commit = said(repository, "git", "rev-parse", "--short=10", "HEAD");
        String memory = valueOf("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit + (changes.isEmpty() ? "" : "+"),
                valueOf("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory) / KIB_PER_MIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                System.getenv().getOrDefault("SIGNALBOX_JAVA_OPTS", ""),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
    }

    private static String valueOf(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "0";
    }

    private static String said(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String words =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? words : "unknown";
    }
}
