package dev.signalbox.simulator;

import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.AfterEach;

/** One resource, {@code eu}, with a deployment of each kind. */
abstract class SimulatorTest {

    final Simulator simulator =
            Simulator.start(
                    SimulatorSettings.of(
                            ResourceSettings.named("eu")
                                    .withKey(Caller.KEY)
                                    .withToken("good-token")
                                    .withDeployment(Caller.DEPLOYMENT, "gpt-35-turbo")
                                    .withDeployment("vectors", "text-embedding-3-small")
                                    .withDeployment("plain", "gpt-35-turbo-instruct")));
    final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    DeploymentSettings settings() {
        return DeploymentSettings.of(Caller.DEPLOYMENT, "gpt-35-turbo");
    }
}
