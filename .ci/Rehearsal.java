import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the built jar and asks it a few questions, so that the JVM can write down what a start
 * loads: a cache of classes with which every later start takes a third of the time.
 *
 * <p>Run by the build: {@code java .ci/Rehearsal.java TARGET}, the folder with {@code
 * signalbox.jar} and {@code lib}. It writes {@code TARGET/start.cache}, and {@code
 * TARGET/start.txt}: for which Java it is good and with which options, a line each, as {@code
 * bin/signalbox} reads them. Without a cache everything starts as well, only later; so whatever
 * goes wrong here ends no build.
 */
public final class Rehearsal {

    private static final String MASTER_KEY = "sk-rehearsal-of-one-start-0123456789";
    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+)");
    private static final int CALLS = 10;
    private static final int FIRST_WITH_AOT = 25;
    private static final int PATIENCE_SECONDS = 120;

    private static final String CONFIG =
            """
            model_list:
              - model_name: rehearsed
                litellm_params:
                  model: azure/rehearsed
                  api_base: %s
                  api_key: nobody's
                  api_version: "2024-10-21"
            general_settings:
              master_key: %s
            """;

    private static final String QUESTION =
            """
            {"model": "rehearsed", "stream": %s, "messages": [{"role": "user", "content": "Hi"}]}""";

    private static final String ANSWER =
            """
            {"id": "1", "object": "chat.completion", "created": 1, "model": "gpt-4o", "choices":
             [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi"}}],
             "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}""";

    private static final String STREAM =
            """
            data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "finish_reason": null}]}

            data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

            data: [DONE]

            """;

    private final Path target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Rehearsal(Path target) {
        this.target = target;
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            new Rehearsal(Path.of(args[0]).toRealPath()).run();
        } catch (IOException | RuntimeException e) {
            System.out.println("There is no cache for the start, which takes longer so: " + e);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path cache = target.resolve("start.cache");
        Path description = target.resolve("start.txt");
        String wanted = description(cache);
        if (Files.exists(cache)
                && Files.exists(description)
                && Files.readString(description).equals(wanted)) {
            return;
        }
        Files.deleteIfExists(description);
        Files.deleteIfExists(cache);
        Path folder = target.resolve("rehearsal");
        delete(folder);
        Files.createDirectories(folder);
        HttpServer upstream = upstream();
        try {
            rehearse(folder, upstream);
        } finally {
            upstream.stop(0);
        }
        Path written = folder.resolve("start.cache");
        if (!Files.exists(written)) {
            throw new IOException(Files.readString(folder.resolve("log")));
        }
        Files.move(written, cache, StandardCopyOption.ATOMIC_MOVE);
        // Last: whoever finds the description finds the cache.
        Files.writeString(description, wanted);
        delete(folder);
    }

    /**
     * Everything on which it depends; the JVM itself looks at the jars, and at nothing else of it.
     */
    private String description(Path cache) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("java " + javaHome());
        lines.add("release " + System.getProperty("java.runtime.version"));
        lines.add("option " + (withAot() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache);
        // A cache that does not fit is no news for whoever starts the gateway.
        lines.add("option -Xlog:cds*=off");
        if (withAot()) {
            lines.add("option -Xlog:aot*=off");
        }
        try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
            for (Path jar :
                    Stream.concat(Stream.of(target.resolve("signalbox.jar")), jars)
                            .sorted()
                            .toList()) {
                lines.add(
                        "jar %s %d %d"
                                .formatted(
                                        target.relativize(jar),
                                        Files.size(jar),
                                        Files.getLastModifiedTime(jar).toMillis()));
            }
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static Path javaHome() throws IOException {
        return Path.of(System.getProperty("java.home")).toRealPath();
    }

    private static boolean withAot() {
        return Runtime.version().feature() >= FIRST_WITH_AOT;
    }

    private void rehearse(Path folder, HttpServer upstream)
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("config.yaml"),
                CONFIG.formatted(
                        "http://127.0.0.1:" + upstream.getAddress().getPort(), MASTER_KEY));
        // Only the first start makes a database, with classes that no later one needs.
        run(folder, "-XX:TieredStopAtLevel=1", address -> {});
        run(
                folder,
                (withAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
                        + folder.resolve("start.cache"),
                this::ask);
    }

    /** What is done with a gateway that listens. */
    private interface Deed {

        void to(URI gateway) throws IOException, InterruptedException;
    }

    private void run(Path folder, String option, Deed deed)
            throws IOException, InterruptedException {
        Process gateway = start(folder, option);
        try {
            deed.to(listening(folder, gateway));
            gateway.destroy();
            if (!gateway.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not end");
            }
        } finally {
            gateway.destroyForcibly();
        }
    }

    /** As {@code bin/signalbox} starts it: a cache made with other options is not used. */
    private Process start(Path folder, String option) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome().resolve("bin/java").toString());
        command.add(option);
        command.add("-Xmx256m");
        if (withAot()) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(
                List.of(
                        "-cp",
                        target.resolve("signalbox.jar").toString(),
                        "dev.signalbox.bootstrap.Main"));
        command.addAll(List.of("--config", "config.yaml", "--data-dir", "data"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        for (String foreign :
                List.of("DATABASE_URL", "HOST", "PORT", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            builder.environment().remove(foreign);
        }
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static URI listening(Path folder, Process gateway)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            String log = Files.readString(folder.resolve("log"));
            Matcher listens = LISTENS.matcher(log);
            if (listens.find()) {
                return URI.create(listens.group(1));
            }
            if (gateway.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(log);
            }
        }
        throw new IOException("it does not listen");
    }

    private void ask(URI gateway) throws IOException, InterruptedException {
        send(gateway, "/health/readiness", "");
        send(
                gateway,
                "/team/new",
                "{\"team_id\": \"t\", \"model_aliases\": {\"gpt\": \"rehearsed\"}}");
        send(gateway, "/key/generate", "{\"team_id\": \"t\"}");
        send(gateway, "/v1/models", "");
        send(gateway, "/metrics", "");
        for (int i = 0; i < CALLS; i++) {
            send(gateway, "/v1/chat/completions", QUESTION.formatted(i % 2 == 0));
        }
    }

    private void send(URI gateway, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path))
                        .header("Authorization", "Bearer " + MASTER_KEY);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " is answered " + answer.statusCode() + answer.body());
        }
    }

    private static HttpServer upstream() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Rehearsal::answer);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean streams = asked.contains("\"stream\": true");
        exchange.getResponseHeaders()
                .set("Content-Type", streams ? "text/event-stream" : "application/json");
        byte[] answer = (streams ? STREAM : ANSWER).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, streams ? 0 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
