package dev.signalbox.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as it was packaged, started as a process with a database of its own. */
final class Gateway implements AutoCloseable {

    static final String MASTER_KEY = "sk-0c9a8b7d6e5f4a3b2c1d0e9f";

    private static final Path JAR =
            Path.of("..", "..", "bootstrap", "target", "signalbox.jar").toAbsolutePath();
    private static final String MAIN = "dev.signalbox.bootstrap.Main";
    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+)");
    private static final Duration START = Duration.ofSeconds(120);

    /** What the surroundings of the test may say, and what would change how a gateway starts. */
    private static final List<String> SAID =
            List.of(
                    "HOST",
                    "PORT",
                    "DATABASE_URL",
                    "LITELLM_MASTER_KEY",
                    "LITELLM_SALT_KEY",
                    "LITELLM_SALT_KEY_OLD",
                    "STORE_MODEL_IN_DB");

    private final Process process;
    private final Path log;
    private final HttpClient administrator;

    private Gateway(Process process, Path log, HttpClient administrator) {
        this.process = process;
        this.log = log;
        this.administrator = administrator;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param administrator who asks it for keys, and so must trust it
     */
    static Gateway start(Path folder, String config, HttpClient administrator, String... words)
            throws IOException {
        Files.writeString(folder.resolve("config.yaml"), config);
        Path log = folder.resolve("gateway.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", JAR.toString(), MAIN));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--config", "config.yaml"));
        command.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        SAID.forEach(builder.environment()::remove);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Gateway gateway = new Gateway(builder.start(), log, administrator);
        try {
            gateway.waitUntilItListens();
            return gateway;
        } catch (RuntimeException | Error e) {
            gateway.process.destroy();
            throw e;
        }
    }

    private void waitUntilItListens() {
        await().atMost(START).until(() -> listening().find() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("it does not listen:\n" + log());
        }
    }

    private Matcher listening() {
        return LISTENS.matcher(log());
    }

    int port() {
        Matcher matcher = listening();
        if (!matcher.find()) {
            throw new AssertionError("it does not listen:\n" + log());
        }
        return URI.create(matcher.group(1)).getPort();
    }

    /** Everything it has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new key, of which those members are said; its text. */
    String newKey(URI address, String members) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/key/generate"))
                        .header("Authorization", "Bearer " + MASTER_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{" + members + "}"))
                        .build();
        try {
            HttpResponse<String> made =
                    administrator.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher key = Pattern.compile("\"key\":\\s*\"([^\"]*)\"").matcher(made.body());
            if (made.statusCode() != 200 || !key.find()) {
                throw new AssertionError(made.body());
            }
            return key.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (process.onExit().completeOnTimeout(null, 60, TimeUnit.SECONDS).join() == null) {
            process.destroyForcibly();
            throw new AssertionError("it does not stop:\n" + log());
        }
    }
}
