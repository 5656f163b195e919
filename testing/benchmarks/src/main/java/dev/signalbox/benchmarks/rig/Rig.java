package dev.signalbox.benchmarks.rig;

import dev.signalbox.benchmarks.load.Question;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Everything that is measured, up and ready: the simulator and the gateway as processes of their
 * own, an embedded database in a temporary folder, a team with aliases and a key. Closing ends the
 * processes and removes the folder; closing twice does no harm.
 */
public final class Rig implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int SECRET_BYTES = 24;
    static final String ALIAS = "gpt-3.5-turbo";
    private static final String PACED_ALIAS = "gpt-4";
    static final String API_VERSION = "2023-07-01-preview";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final String upstreamKey = secret();
    private final String masterKey = "sk-" + secret();
    private final int port = freePort();
    private String teamKey = "";
    private int upstreamPort;
    private double readySeconds;
    private Meter meter = new Meter(0, 0, "");

    private Rig() throws IOException {}

    /**
     * Starts everything.
     *
     * @param launcher the script that starts the gateway
     */
    public static Rig start(Path launcher) throws IOException, InterruptedException {
        Rig rig = new Rig();
        try {
            rig.build(launcher);
            return rig;
        } catch (IOException | InterruptedException | RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private void build(Path launcher) throws IOException, InterruptedException {
        Scratch scratch = Scratch.make();
        parts.push(scratch);
        Path folder = scratch.folder();
        // Whoever interrupts us leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));

        Child simulator = startSimulator(folder, upstreamKey);
        parts.push(simulator);
        String[] ports = simulator.awaitLine(SimulatorProcess.READY, START).split(" ", 2);
        upstreamPort = Integer.parseInt(ports[0]);

        long start = System.nanoTime();
        Child gateway = startGateway(launcher, folder, Integer.parseInt(ports[1]));
        parts.push(gateway);
        URI base = URI.create("http://127.0.0.1:" + port);
        gateway.awaitReady(base.resolve("/health/readiness"), START);
        readySeconds = (System.nanoTime() - start) / 1e9;
        meter = new Meter(gateway.pid(), simulator.pid(), folder.toString());

        Map<String, String> aliases = Map.of(ALIAS, "gpt-3.5-turbo-eu", PACED_ALIAS, "paced-eu");
        teamKey = new Administrator(base, masterKey).keyOfTeam("bench", aliases);
    }

    static Child startSimulator(Path folder, String upstreamKey) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        String program = SimulatorProcess.class.getName();
        return Child.start(
                "simulator", List.of(java, "-cp", classes, program, upstreamKey), Map.of(), folder);
    }

    private Child startGateway(Path launcher, Path folder, int worldwidePort) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), config());
        List<String> command =
                List.of(
                        launcher.toString(),
                        "--config",
                        config.toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        folder.resolve("data").toString());
        Map<String, String> environment =
                Map.of(
                        "SIGNALBOX_JAVA_HOME",
                        System.getProperty("java.home"),
                        "BENCH_MASTER_KEY",
                        masterKey,
                        "AZURE_API_BASE_EU",
                        "http://127.0.0.1:" + upstreamPort,
                        "AZURE_API_KEY_EU",
                        upstreamKey,
                        "AZURE_API_BASE",
                        "http://127.0.0.1:" + worldwidePort,
                        "AZURE_API_KEY",
                        upstreamKey);
        return Child.start("gateway", command, environment, folder);
    }

    static String config() {
        return "model_list:\n"
                + group("gpt-3.5-turbo-eu", SimulatorProcess.PROMPT, "_EU")
                + group("gpt-3.5-turbo-worldwide", SimulatorProcess.PROMPT, "")
                + group("paced-eu", SimulatorProcess.PACED, "_EU")
                + "general_settings:\n"
                + "  master_key: os.environ/BENCH_MASTER_KEY\n";
    }

    private static String group(String name, String deployment, String region) {
        return """
          - model_name: %s
            litellm_params:
              model: azure/%s
              api_base: os.environ/AZURE_API_BASE%s
              api_key: os.environ/AZURE_API_KEY%s
              api_version: "%s"
        """
                .formatted(name, deployment, region, region, API_VERSION);
    }

    /** How long the gateway took from its start to ready, a new database included, in seconds. */
    public double readySeconds() {
        return readySeconds;
    }

    /** Reads what all of this costs. */
    public Meter meter() {
        return meter;
    }

    /** The call as the simulator gets it from nobody in between. */
    public Question direct(Prompt prompt) {
        String target =
                "/openai/deployments/%s/chat/completions?api-version=%s"
                        .formatted(deployment(prompt), API_VERSION);
        return Question.post(
                upstreamPort,
                target,
                Map.of("api-key", upstreamKey),
                prompt.body(deployment(prompt)));
    }

    /** The same call through the gateway, by the team's key and alias. */
    public Question through(Prompt prompt) {
        return Question.post(
                port,
                "/v1/chat/completions",
                Map.of("Authorization", "Bearer " + teamKey),
                prompt.body(prompt.streamed() ? PACED_ALIAS : ALIAS));
    }

    private static String deployment(Prompt prompt) {
        return prompt.streamed() ? SimulatorProcess.PACED : SimulatorProcess.PROMPT;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
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
