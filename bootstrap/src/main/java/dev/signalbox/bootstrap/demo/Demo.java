package dev.signalbox.bootstrap.demo;

import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.http.CannotListen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * Two simulated Azure resources, a database in a temporary folder, a gateway, two teams with
 * different aliases for one name, and three commands to try it. Nothing is left behind.
 */
public final class Demo {

    private static final String HOST = "127.0.0.1";
    private static final int SECRET_BYTES = 16;
    private static final String EU = "gpt-3.5-turbo-eu";
    private static final String WORLDWIDE = "gpt-3.5-turbo-worldwide";

    private static final String CONFIG =
            """
            model_list:
              - model_name: gpt-3.5-turbo-eu
                litellm_params:
                  model: azure/chatgpt-v-2
                  api_base: os.environ/AZURE_API_BASE_EU
                  api_key: os.environ/AZURE_API_KEY_EU
                  api_version: "2023-07-01-preview"
                model_info: {base_model: azure/gpt-35-turbo}
              - model_name: gpt-3.5-turbo-worldwide
                litellm_params:
                  model: azure/chatgpt-v-2
                  api_base: os.environ/AZURE_API_BASE
                  api_key: os.environ/AZURE_API_KEY
                  api_version: "2023-07-01-preview"
                model_info: {base_model: azure/gpt-35-turbo}
            general_settings:
              master_key: os.environ/LITELLM_MASTER_KEY
            """;

    private final Console console;
    private final Closing closing;
    private final Function<Setting, URI> gateway;
    private final SecureRandom secrets = new SecureRandom();

    /**
     * @param closing gets everything that was opened
     * @param gateway starts a gateway and says where it listens
     */
    public Demo(Console console, Closing closing, Function<Setting, URI> gateway) {
        this.console = console;
        this.closing = closing;
        this.gateway = gateway;
    }

    /**
     * What a gateway is started with.
     *
     * @param variables all that it may know of an environment; there are secrets in it
     */
    public record Setting(
            Path config, String host, int port, Path dataDir, Map<String, String> variables) {
        public Setting {
            variables = Map.copyOf(variables);
        }

        @Override
        public String toString() {
            return config.toString();
        }
    }

    /**
     * Starts everything and prints the three commands on the output stream.
     *
     * @param port where the gateway listens, on this machine only; 0 for any free one
     * @throws CannotListen if the port is taken
     */
    public void run(int port) {
        requireFree(port);
        TemporaryFolder temporary = TemporaryFolder.create("signalbox-demo-");
        Path folder = temporary.path();
        // Closed last, when nothing should be left for it to do.
        closing.atEnd(Caretaker.of(folder));
        closing.atEnd(temporary);
        String euKey = secret("");
        String worldKey = secret("");
        console.say("Starting a simulator with an EU and a worldwide Azure resource ...");
        SimulatorProcess simulator =
                closing.add(
                        SimulatorProcess.start(
                                Map.of("eu", euKey, "worldwide", worldKey),
                                folder.resolve("simulator.log")));
        String masterKey = secret("sk-");
        console.say("Starting a gateway with a database in " + folder + " ...");
        URI address =
                gateway.apply(
                        new Setting(
                                config(folder),
                                HOST,
                                port,
                                folder.resolve("data"),
                                Map.of(
                                        "AZURE_API_BASE_EU", simulator.address("eu"),
                                        "AZURE_API_KEY_EU", euKey,
                                        "AZURE_API_BASE", simulator.address("worldwide"),
                                        "AZURE_API_KEY", worldKey,
                                        "LITELLM_MASTER_KEY", masterKey)));
        console.say("Making two teams, each with an alias and a key ...");
        Administrator administrator = new Administrator(address, masterKey);
        String teamA = administrator.keyOfNewTeam("team-a", "gpt-3.5-turbo", EU);
        String teamB = administrator.keyOfNewTeam("team-b", "gpt-3.5-turbo", WORLDWIDE);
        tell(address, teamA, teamB);
    }

    private void tell(URI address, String teamA, String teamB) {
        console.say("The gateway listens on " + address + ". For both teams gpt-3.5-turbo has its");
        console.say(
                "own meaning. The header x-litellm-model-group names what served. Ctrl-C ends it.");
        console.say("Paste these: team A (EU), team B (worldwide), and a stream for team A.");
        System.out.println(curl("-si", address, teamA, ""));
        System.out.println(curl("-si", address, teamB, ""));
        System.out.println(curl("-sN", address, teamA, "\"stream\": true, "));
        System.out.flush();
    }

    private static String curl(String options, URI address, String key, String stream) {
        return "curl "
                + options
                + " "
                + address
                + "/v1/chat/completions -H 'Authorization: Bearer "
                + key
                + "' -H 'Content-Type: application/json' -d '{\"model\": \"gpt-3.5-turbo\", "
                + stream
                + "\"messages\": [{\"role\": \"user\", \"content\": \"Where are you?\"}],"
                + " \"user\": \"usha\"}'";
    }

    private static Path config(Path folder) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked first, so that nobody waits for a start that must fail. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new CannotListen(
                    "port "
                            + port
                            + " is taken; choose another: signalbox demo --port "
                            + (port + 1),
                    e);
        }
    }

    private String secret(String prefix) {
        byte[] secret = new byte[SECRET_BYTES];
        secrets.nextBytes(secret);
        return prefix + HexFormat.of().formatHex(secret);
    }
}
