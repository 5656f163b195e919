package dev.signalbox.benchmarks.rig;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.model.Content;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.resource.ResourceSettings;

import java.util.concurrent.CountDownLatch;

/**
 * The program that runs the simulator in a process of its own: an EU and a worldwide resource, the
 * journal off. Says on standard output where they listen, and runs until it is ended.
 */
public final class SimulatorProcess {

    /** What the line begins with that says where the resources listen. */
    static final String READY = "ready ";

    /** Answers at once, with the question's own text. */
    static final String PROMPT = "chatgpt-v-2";

    /** Streams token by token, at a pace. */
    static final String PACED = "paced";

    /** How many tokens a paced stream has. */
    public static final int PACED_TOKENS = 20;

    /** When the first token of a paced stream comes, in milliseconds. */
    public static final int PACED_FIRST_MILLIS = 50;

    /** How long after a token of a paced stream the next one comes, in milliseconds. */
    public static final int PACED_GAP_MILLIS = 20;

    private static final long SEED = 7;
    private static final String MODEL = "gpt-35-turbo";

    private SimulatorProcess() {}

    /**
     * Starts.
     *
     * @param args the key of both resources
     */
    public static void main(String[] args) throws InterruptedException {
        SimulatorSettings settings =
                SimulatorSettings.of(resource("eu", args[0]), resource("worldwide", args[0]))
                        .remembering(0);
        try (Simulator simulator = Simulator.start(settings)) {
            System.out.println(READY + simulator.port("eu") + " " + simulator.port("worldwide"));
            new CountDownLatch(1).await();
        }
    }

    private static ResourceSettings resource(String name, String key) {
        return ResourceSettings.named(name)
                .withKey(key)
                .withDeployment(PROMPT, MODEL)
                .with(
                        DeploymentSettings.of(PACED, MODEL)
                                .saying(new Content.Lorem(SEED))
                                .ofTokens(PACED_TOKENS)
                                .taking(
                                        new Latency.Fixed(PACED_FIRST_MILLIS),
                                        new Latency.Fixed(PACED_GAP_MILLIS)));
    }
}
