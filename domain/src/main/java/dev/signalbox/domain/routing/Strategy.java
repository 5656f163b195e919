package dev.signalbox.domain.routing;

import dev.signalbox.domain.catalog.Deployment;

import java.util.List;

/** Picks the deployment that gets a call. Called by many threads at once; never blocks. */
public interface Strategy {

    /**
     * One of {@code candidates}.
     *
     * @param candidates at least one
     */
    Deployment choose(List<Deployment> candidates);
}
