package dev.signalbox.bootstrap.running;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.resource.ResourceSettings;

import java.util.List;

/** The two Azure resources of the story, simulated. */
final class Upstreams implements AutoCloseable {

    static final String EU = "gpt-3.5-turbo-eu";
    static final String WORLDWIDE = "gpt-3.5-turbo-worldwide";

    private static final String MODELS =
            """
            model_list:
              - model_name: gpt-3.5-turbo-eu
                litellm_params:
                  model: azure/chatgpt-v-2
                  api_base: os.environ/AZURE_API_BASE_EU
                  api_key: os.environ/AZURE_API_KEY_EU
                  api_version: "2023-07-01-preview"
              - model_name: gpt-3.5-turbo-worldwide
                litellm_params:
                  model: azure/chatgpt-v-2
                  api_base: os.environ/AZURE_API_BASE
                  api_key: os.environ/AZURE_API_KEY
                  api_version: "2023-07-01-preview"
            general_settings:
              master_key: %s
            """;

    private final Simulator simulator =
            Simulator.start(
                    SimulatorSettings.of(
                            resource("eu", "eu-upstream-key"),
                            resource("worldwide", "worldwide-upstream-key")));

    /** The configuration of the story, with further lines for {@code general_settings}. */
    static String config(String... general) {
        StringBuilder config = new StringBuilder(MODELS.formatted(RunningGateway.MASTER_KEY));
        for (String line : general) {
            config.append("  ").append(line).append('\n');
        }
        return config.toString();
    }

    /** The variables that the configuration names. */
    RunningGateway.Order told(RunningGateway.Order order) {
        return order.with("AZURE_API_BASE_EU", simulator.base("eu").toString())
                .with("AZURE_API_KEY_EU", "eu-upstream-key")
                .with("AZURE_API_BASE", simulator.base("worldwide").toString())
                .with("AZURE_API_KEY", "worldwide-upstream-key");
    }

    Simulator simulator() {
        return simulator;
    }

    List<Exchange> eu() {
        return simulator.requests("eu");
    }

    List<Exchange> worldwide() {
        return simulator.requests("worldwide");
    }

    /** From now on the EU answers slowly enough to do something meanwhile. */
    void slowDown() {
        simulator.configure(
                "eu",
                DeploymentSettings.of("chatgpt-v-2", "gpt-35-turbo")
                        .ofTokens(40)
                        .taking(new Latency.Fixed(50), new Latency.Fixed(50)));
    }

    private static ResourceSettings resource(String name, String key) {
        return ResourceSettings.named(name)
                .withKey(key)
                .withDeployment("chatgpt-v-2", "gpt-35-turbo");
    }

    @Override
    public void close() {
        simulator.close();
    }
}
