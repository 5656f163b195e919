package dev.signalbox.bootstrap.running;

import static org.awaitility.Awaitility.await;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar as it was packaged, started as a process of its own. */
final class RunningGateway implements AutoCloseable {

    static final String MASTER_KEY = "sk-0c9a8b7d6e5f4a3b2c1d0e9f";

    static final Path JAR = Path.of("target", "signalbox.jar").toAbsolutePath();
    private static final String MAIN = "dev.signalbox.bootstrap.Main";
    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+)");

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

    private static final Duration START = Duration.ofSeconds(90);

    /**
     * Most of them live for seconds: a compiler that pays off after minutes would take the
     * processor from them.
     */
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path log;

    private RunningGateway(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** What a gateway is started with: a working folder, an environment and arguments. */
    record Order(Path folder, Map<String, String> environment, List<String> arguments) {

        static Order in(Path folder) {
            return new Order(folder, Map.of(), List.of());
        }

        Order with(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Order(folder, more, arguments);
        }

        Order saying(String... words) {
            List<String> more = new ArrayList<>(arguments);
            more.addAll(List.of(words));
            return new Order(folder, environment, more);
        }

        /** With a database of its own that need not be made first. */
        Order prepared() {
            Prepared.in(data());
            return this;
        }

        /** A configuration in the folder, and a port of the system's choice on this machine. */
        Order serving(String config) {
            return configured(config).saying("--host", "127.0.0.1", "--port", "0");
        }

        Order configured(String config) {
            try {
                Files.writeString(folder.resolve("config.yaml"), config);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return saying("--config", "config.yaml", "--data-dir", data().toString());
        }

        private Path data() {
            return folder.resolve("data");
        }

        /** Starts the process and does not wait for it. */
        RunningGateway start() {
            try {
                Path log = Files.createTempFile(folder, "gateway", ".log");
                List<String> command = new ArrayList<>();
                command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(JVM);
                command.addAll(Rehearsed.options());
                command.addAll(List.of("-cp", JAR.toString(), MAIN));
                command.addAll(arguments);
                ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
                SAID.forEach(builder.environment()::remove);
                builder.environment().putAll(environment);
                builder.redirectErrorStream(true).redirectOutput(log.toFile());
                return new RunningGateway(builder.start(), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts it and waits until it listens. */
        RunningGateway listen() {
            return start().listening();
        }
    }

    /** Waits until it listens. */
    RunningGateway listening() {
        await().atMost(START).until(() -> LISTENS.matcher(log()).find() || !isAlive());
        if (!isAlive()) {
            throw new AssertionError("it does not listen:\n" + log());
        }
        return this;
    }

    /** A database's address as an operator writes it, password included. */
    static String text(DatabaseUrl url) {
        return "postgresql://%s:%s@%s"
                .formatted(
                        url.user(),
                        URLEncoder.encode(url.password(), StandardCharsets.UTF_8),
                        url.describe());
    }

    URI address() {
        Matcher matcher = LISTENS.matcher(log());
        if (!matcher.find()) {
            throw new AssertionError("it does not listen:\n" + log());
        }
        return URI.create(matcher.group(1));
    }

    /** Everything it has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Process process() {
        return process;
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end:\n" + log());
        }
        return process.exitValue();
    }

    HttpResponse<String> get(String path, String key) {
        return send(request(path, key).GET().build());
    }

    HttpResponse<String> post(String path, String key, String body) {
        return send(post(path, key, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes of a body as they stand. */
    HttpRequest post(String path, String key, byte[] body) {
        return request(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    HttpClient client() {
        return client;
    }

    /** A new team with one alias; its key. */
    String keyOfTeam(String team, String alias, String group) {
        HttpResponse<String> made =
                post(
                        "/team/new",
                        MASTER_KEY,
                        """
                        {"team_id": "%s", "team_alias": "my-new-team_4",
                         "model_aliases": {"%s": "%s"}}"""
                                .formatted(team, alias, group));
        if (made.statusCode() != 200) {
            throw new AssertionError(made.body());
        }
        return member(
                "key", post("/key/generate", MASTER_KEY, "{\"team_id\": \"" + team + "\"}").body());
    }

    static String member(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return matcher.group(1);
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(address().resolve(path))
                .timeout(START)
                .header("Authorization", "Bearer " + key);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
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
