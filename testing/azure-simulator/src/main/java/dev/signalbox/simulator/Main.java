package dev.signalbox.simulator;

import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.resource.ResourceSettings;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Starts a simulator as a process of its own. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = "An upstream that behaves as Azure OpenAI and OpenAI do.")
public final class Main implements Callable<Integer> {

    private final PrintStream out;
    private final InputStream in;

    @Option(
            names = "--resource",
            paramLabel = "name=N,key=K,deployment=D:MODEL[,…]",
            description = {
                "One resource; may be repeated. Members, separated by commas: name, port (0 is a"
                        + " free one), region, token-seconds (how long tokens live that it gives"
                        + " out), key, token, client (who gets such tokens) as ID:SECRET,"
                        + " deployment as NAME:MODEL; the last four may stand more than once.",
                "Without any: one named 'default' with the key 'sim-key' and the deployment"
                        + " 'chatgpt-v-2'."
            })
    private final List<String> resources = new ArrayList<>();

    @Option(
            names = "--control-port",
            paramLabel = "PORT",
            description = "Where the control API listens on loopback; 0 is a free port.")
    private int controlPort;

    @Option(
            names = "--journal-limit",
            paramLabel = "N",
            description =
                    "How many exchanges are remembered; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int journalLimit = SimulatorSettings.DEFAULT_JOURNAL_LIMIT;

    @Option(
            names = "--stop-with-parent",
            description = "Stop when standard input ends, as it does when the parent has gone.")
    private boolean stopWithParent;

    Main(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** Runs until it is stopped. Exit codes: 0, 1 a port is taken, 2 usage. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.in, System.out));
    }

    static int run(String[] arguments, InputStream in, PrintStream out) {
        return new CommandLine(new Main(in, out))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> {
                            command.getErr().println(failure.getMessage());
                            return failure instanceof IllegalArgumentException
                                    ? CommandLine.ExitCode.USAGE
                                    : CommandLine.ExitCode.SOFTWARE;
                        })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Simulator simulator = Simulator.start(settings())) {
            out.println(ready(simulator));
            out.flush();
            if (stopWithParent) {
                // What is said to us does not matter, only that somebody still could.
                long unused = in.transferTo(OutputStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private SimulatorSettings settings() {
        SimulatorSettings settings =
                resources.isEmpty()
                        ? SimulatorSettings.defaults()
                        : SimulatorSettings.of(
                                resources.stream()
                                        .map(Main::resource)
                                        .toArray(ResourceSettings[]::new));
        return settings.controlledOn(controlPort).remembering(journalLimit);
    }

    private static ResourceSettings resource(String text) {
        ResourceSettings resource = ResourceSettings.named("default");
        for (String member : text.split(",", -1)) {
            int equals = member.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "--resource is made of name=value, separated by commas");
            }
            resource = changed(resource, member.substring(0, equals), member.substring(equals + 1));
        }
        return resource;
    }

    private static ResourceSettings changed(ResourceSettings resource, String name, String value) {
        return switch (name) {
            case "name" -> resource.called(value);
            case "port" -> resource.onPort(Integer.parseInt(value));
            case "region" -> resource.in(value);
            case "key" -> resource.withKey(value);
            case "token" -> resource.withToken(value);
            case "client" -> withClient(resource, value);
            case "token-seconds" ->
                    resource.giving(
                            resource.giving().living(Duration.ofSeconds(Long.parseLong(value))));
            case "deployment" -> resource.with(deployment(value));
            default ->
                    throw new IllegalArgumentException(
                            "--resource has name, port, region, key, token, client, token-seconds"
                                    + " and deployment, not '"
                                    + name
                                    + "'");
        };
    }

    private static ResourceSettings withClient(ResourceSettings resource, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a client is ID:SECRET");
        }
        return resource.withClient(text.substring(0, colon), text.substring(colon + 1));
    }

    private static DeploymentSettings deployment(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a deployment is NAME:MODEL, not '" + text + "'");
        }
        return DeploymentSettings.of(text.substring(0, colon), text.substring(colon + 1));
    }

    private static String ready(Simulator simulator) {
        StringJoiner each = new StringJoiner(",", "{", "}");
        for (String name : simulator.names()) {
            each.add("%s:{\"port\":%d}".formatted(AzureErrors.quoted(name), simulator.port(name)));
        }
        return "{\"ready\":true,\"control\":%d,\"resources\":%s}"
                .formatted(simulator.controlPort(), each);
    }
}
