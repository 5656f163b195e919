package dev.signalbox.benchmarks.rig;

import dev.signalbox.benchmarks.load.Question;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL of our own and the simulator, beside which a gateway can be started and ended again
 * and again. Used by one thread. Closing ends the processes and removes the folder.
 */
public final class Premises implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int PROMPT_BYTES = 1024;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final String upstreamKey = Rig.secret();
    private final String masterKey = "sk-" + Rig.secret();
    private final Path launcher;
    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Child simulator;
    private final int[] upstreamPorts;
    private int port;
    private Child gateway;

    /**
     * Starts the database, the simulator, and a gateway that makes the schema.
     *
     * @param launcher the script that starts the gateway
     */
    public Premises(Path launcher) throws IOException, InterruptedException {
        this.launcher = launcher;
        Scratch scratch = Scratch.make();
        parts.push(scratch);
        folder = scratch.folder();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        postgres = EmbeddedPostgres.start(folder.resolve("database"), progress -> {});
        parts.push(postgres);
        simulator = Rig.startSimulator(folder, upstreamKey);
        parts.push(simulator);
        String[] ports = simulator.awaitLine(SimulatorProcess.READY, START).split(" ", 2);
        upstreamPorts = new int[] {Integer.parseInt(ports[0]), Integer.parseInt(ports[1])};
        gateway = launch();
        awaitReady();
    }

    /** Where the database is. */
    public DatabaseUrl database() {
        return postgres.url();
    }

    /** Ends the gateway and starts another, which remembers nothing; how long until it is ready. */
    public double restart() throws IOException, InterruptedException {
        gateway.close();
        long start = System.nanoTime();
        gateway = launch();
        awaitReady();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Reads what all of this costs. */
    public Meter meter() {
        return new Meter(gateway.pid(), simulator.pid(), folder.toString());
    }

    /** What the gateway's live objects take in the heap, after a collection, in MiB. */
    public double liveHeapMib() throws IOException, InterruptedException {
        String unused = jcmd("GC.run");
        double kib = 0;
        for (String line : jcmd("GC.heap_info").lines().toList()) {
            int used = line.indexOf("used ");
            if (used >= 0 && !line.contains("Metaspace") && !line.contains("class space")) {
                kib += Long.parseLong(line.substring(used + 5, line.indexOf('K', used)));
            }
        }
        return kib / 1024;
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process =
                new ProcessBuilder(program, Long.toString(gateway.pid()), what)
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return answer;
    }

    /** A call that the simulator gets from nobody in between. */
    public Question direct() {
        String target =
                "/openai/deployments/%s/chat/completions?api-version=%s"
                        .formatted(SimulatorProcess.PROMPT, Rig.API_VERSION);
        return Question.post(
                upstreamPorts[0],
                target,
                Map.of("api-key", upstreamKey),
                new Prompt(PROMPT_BYTES, false).body(SimulatorProcess.PROMPT));
    }

    /** The same call through the gateway, by a key of a team that has the alias. */
    public Question call(String key) {
        return Question.post(
                port,
                "/v1/chat/completions",
                bearer(key),
                new Prompt(PROMPT_BYTES, false).body(Rig.ALIAS));
    }

    /** The smallest thing that a key can ask. */
    public Question models(String key) {
        return Question.get(port, "/v1/models", bearer(key));
    }

    /** What only an administrator may look at. */
    public Question look(String target) {
        return Question.get(port, target, bearer(masterKey));
    }

    /** What only an administrator may do. */
    public Question order(String target, String body) {
        return Question.post(
                port, target, bearer(masterKey), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("Authorization", "Bearer " + key);
    }

    private void awaitReady() throws IOException, InterruptedException {
        gateway.awaitReady(URI.create("http://127.0.0.1:" + port + "/health/readiness"), START);
    }

    private Child launch() throws IOException {
        int number = starts.incrementAndGet();
        port = Rig.freePort();
        Path config = Files.writeString(folder.resolve("config.yaml"), Rig.config());
        DatabaseUrl url = postgres.url();
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of("--config", config.toString(), "--host", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--data-dir", folder.resolve("data-" + number).toString()));
        Map<String, String> environment =
                Map.of(
                        "SIGNALBOX_JAVA_HOME",
                        System.getProperty("java.home"),
                        "BENCH_MASTER_KEY",
                        masterKey,
                        "DATABASE_URL",
                        "postgresql://%s:%s@127.0.0.1:%d/%s"
                                .formatted(url.user(), url.password(), url.port(), url.database()),
                        "AZURE_API_BASE_EU",
                        "http://127.0.0.1:" + upstreamPorts[0],
                        "AZURE_API_KEY_EU",
                        upstreamKey,
                        "AZURE_API_BASE",
                        "http://127.0.0.1:" + upstreamPorts[1],
                        "AZURE_API_KEY",
                        upstreamKey);
        Child child = Child.start("gateway-" + number, command, environment, folder);
        parts.push(child);
        return child;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // The others are cleared away all the same.
                System.err.println("bench: could not clear away: " + e);
            }
        }
    }
}
