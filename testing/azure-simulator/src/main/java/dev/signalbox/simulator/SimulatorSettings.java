package dev.signalbox.simulator;

import dev.signalbox.simulator.resource.ResourceSettings;

import java.util.ArrayList;
import java.util.List;

/**
 * What a simulator shall serve.
 *
 * @param resources one or more, each with a name of its own
 * @param controlPort where the control API listens on loopback; 0 for a port that is free
 * @param journalLimit how many exchanges are remembered; 0 for none
 */
public record SimulatorSettings(
        List<ResourceSettings> resources, int controlPort, int journalLimit) {

    /** The key of the resource that is there when none is asked for. */
    public static final String DEFAULT_KEY = "sim-key";

    /** How many exchanges are remembered where nothing else is said. */
    public static final int DEFAULT_JOURNAL_LIMIT = 10_000;

    private static final ResourceSettings DEFAULT_RESOURCE =
            ResourceSettings.named("default")
                    .withKey(DEFAULT_KEY)
                    .withDeployment("chatgpt-v-2", "gpt-35-turbo");

    public SimulatorSettings {
        resources = List.copyOf(resources);
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("a simulator has one resource or more");
        }
        long names = resources.stream().map(ResourceSettings::name).distinct().count();
        if (names < resources.size()) {
            throw new IllegalArgumentException("two resources have the same name");
        }
        if (journalLimit < 0) {
            throw new IllegalArgumentException("not a number of exchanges: " + journalLimit);
        }
    }

    /** One resource, {@code default}, on free ports, with a deployment {@code chatgpt-v-2}. */
    public static SimulatorSettings defaults() {
        return of(DEFAULT_RESOURCE);
    }

    /** These resources, everything else as by default. */
    public static SimulatorSettings of(ResourceSettings... resources) {
        return new SimulatorSettings(List.of(resources), 0, DEFAULT_JOURNAL_LIMIT);
    }

    /** The same with one resource more. */
    public SimulatorSettings with(ResourceSettings resource) {
        List<ResourceSettings> all = new ArrayList<>(resources);
        all.add(resource);
        return new SimulatorSettings(all, controlPort, journalLimit);
    }

    /** The same with the control API on that port. */
    public SimulatorSettings controlledOn(int port) {
        return new SimulatorSettings(resources, port, journalLimit);
    }

    /** The same, remembering so many exchanges. */
    public SimulatorSettings remembering(int exchanges) {
        return new SimulatorSettings(resources, controlPort, exchanges);
    }
}
