package dev.signalbox.application.call;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;

/**
 * Who served a call, or was asked to: the group after aliases, the deployment in it, and what was
 * tried before.
 */
public record Served(ModelName group, Deployment deployment, Tries tries) {

    /** Served at the first try. */
    public Served(ModelName group, Deployment deployment) {
        this(group, deployment, Tries.FIRST);
    }

    /**
     * What was tried before.
     *
     * @param retries in all groups together
     * @param mostRetries how many there might have been in the group; 0 if there were none
     * @param fallbacks groups that were asked after the first
     */
    public record Tries(int retries, int mostRetries, int fallbacks) {

        /** Nothing. */
        public static final Tries FIRST = new Tries(0, 0, 0);
    }
}
