package dev.signalbox.azure.entra;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What the machine offers to who has an identity there. Never printed: there are secrets in it.
 *
 * @param variables the environment
 * @param imds where the service is that every virtual machine can ask, without a slash at its end
 * @param pause how to wait before that is asked again
 */
public record Surroundings(Map<String, String> variables, URI imds, Pause pause) {

    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(), URI.create("http://169.254.169.254"), time -> Thread.sleep(time));
    }

    /** Waits. */
    public interface Pause {

        /**
         * Blocks.
         *
         * @throws InterruptedException if somebody wants this to end
         */
        void pause(Duration time) throws InterruptedException;
    }

    @Override
    public String toString() {
        return "surroundings with " + imds;
    }
}
