package dev.signalbox.bootstrap.running;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.model.Places;
import dev.signalbox.simulator.resource.ResourceSettings;

import java.net.URI;
import java.util.List;

/**
 * Groups of several deployments, simulated: each deployment is called the same in the simulator, in
 * its path and as {@code model_info.id}, so that an answer's {@code x-litellm-model-id} and the
 * simulator's journal name it alike. Built by one thread, asked by many.
 */
final class Fleet implements AutoCloseable {

    private static final String RESOURCE = "fleet";
    private static final String KEY = "fleet-upstream-key";
    private static final String INFO = "model_info.";
    private static final int REMEMBERED = 100_000;

    private final Simulator simulator =
            Simulator.start(
                    SimulatorSettings.of(ResourceSettings.named(RESOURCE).withKey(KEY))
                            .remembering(REMEMBERED));
    private final StringBuilder models = new StringBuilder("model_list:\n");

    /**
     * One deployment more for a group.
     *
     * @param lines of {@code litellm_params}, and of {@code model_info} behind that word and a dot
     */
    Fleet serves(String group, String deployment, String... lines) {
        return serves(group, deployment, "gpt-35-turbo", lines);
    }

    /** One that embeds. */
    Fleet embeds(String group, String deployment) {
        return serves(group, deployment, "text-embedding-3-small", new String[0]);
    }

    private Fleet serves(String group, String deployment, String model, String[] lines) {
        simulator.configure(RESOURCE, DeploymentSettings.of(deployment, model));
        models.append(
                """
                  - model_name: %s
                    model_info:
                      id: %s
                %s    litellm_params:
                      model: azure/%s
                      api_base: %s
                      api_key: %s
                      api_version: "2024-10-21"
                """
                        .formatted(
                                group,
                                deployment,
                                indented(lines, true),
                                deployment,
                                simulator.base(RESOURCE),
                                KEY));
        models.append(indented(lines, false));
        return this;
    }

    private static String indented(String[] lines, boolean info) {
        StringBuilder indented = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith(INFO) == info) {
                String said = info ? line.substring(INFO.length()) : line;
                indented.append("      ").append(said).append('\n');
            }
        }
        return indented.toString();
    }

    /** The configuration so far, with further sections behind it. */
    String config(String sections) {
        return models
                + "general_settings: {master_key: "
                + RunningGateway.MASTER_KEY
                + "}\n"
                + sections;
    }

    /** The next questions to a deployment go wrong, so many of them. */
    void fails(String deployment, String scenario, int times) {
        order(deployment, FaultOrder.next(Scenarios.named(scenario), times));
    }

    /** All its questions go wrong from now on. */
    void failsAlways(String deployment, String scenario) {
        order(deployment, FaultOrder.untilCleared(Scenarios.named(scenario)));
    }

    void order(String deployment, FaultOrder order) {
        simulator.order(RESOURCE, deployment, order);
    }

    /** Nothing goes wrong there any more. */
    void recovers(String deployment) {
        simulator.clearFaults(RESOURCE, deployment);
    }

    /** From now on it takes so long to begin. */
    void takes(String deployment, Latency beginning) {
        simulator.configure(
                RESOURCE,
                DeploymentSettings.of(deployment, "gpt-35-turbo")
                        .taking(beginning, Latency.none()));
    }

    /**
     * It takes 20 ms for each, and serves no more than so many at once.
     *
     * @param line whether more of them wait; else they are refused
     */
    Fleet bears(String deployment, int places, boolean line) {
        simulator.configure(
                RESOURCE,
                DeploymentSettings.of(deployment, "gpt-35-turbo")
                        .taking(new Latency.Fixed(20), Latency.none())
                        .withPlaces(new Places(places, line)));
        return this;
    }

    /** What a deployment was asked, oldest first. */
    List<Exchange> asked(String deployment) {
        return simulator.requests().stream()
                .filter(exchange -> deployment.equals(exchange.deployment()))
                .toList();
    }

    /** How often a deployment was asked. */
    int count(String deployment) {
        return asked(deployment).size();
    }

    /** The journal is empty again, and nothing goes wrong any more. */
    void forget() {
        simulator.forget();
    }

    /** Where all of it is asked. */
    URI base() {
        return simulator.base(RESOURCE);
    }

    Simulator simulator() {
        return simulator;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
