package dev.signalbox.application.dispatch.choice;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.pulse.RetryBudget;
import dev.signalbox.domain.routing.Candidate;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How all deployments are doing, and what groups may still try again, whatever changes in the
 * directory: a deployment is the same as long as its id is. Safe for many threads. Grows with the
 * deployments that were ever configured, which callers cannot add to.
 */
public final class Pulses {

    private final ConcurrentMap<Deployment.Id, Pulse> pulses = new ConcurrentHashMap<>();
    private final ConcurrentMap<ModelName, RetryBudget> budgets = new ConcurrentHashMap<>();

    /** How that deployment is doing. */
    public Pulse of(Deployment deployment) {
        Pulse known = pulses.get(deployment.id());
        return known != null ? known : pulses.computeIfAbsent(deployment.id(), id -> new Pulse());
    }

    /** What that group may still try again. */
    public RetryBudget budget(ModelGroup group) {
        RetryBudget known = budgets.get(group.name());
        return known != null
                ? known
                : budgets.computeIfAbsent(group.name(), name -> new RetryBudget());
    }

    Candidate candidate(Deployment deployment) {
        return new Candidate(deployment, of(deployment));
    }
}
