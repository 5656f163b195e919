package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.model.DeploymentSettings;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a resource has deployed now. Safe for many threads. */
final class Deployments {

    private final List<DeploymentSettings> atStart;
    private final Map<String, LiveDeployment> byName = new ConcurrentHashMap<>();

    Deployments(List<DeploymentSettings> atStart) {
        this.atStart = atStart;
        reset();
    }

    @Nullable LiveDeployment named(String name) {
        return byName.get(name);
    }

    /** The deployment of that name, or else any that serves that model, as OpenAI names them. */
    @Nullable LiveDeployment serving(String model) {
        LiveDeployment named = byName.get(model);
        if (named != null) {
            return named;
        }
        for (LiveDeployment deployment : byName.values()) {
            if (deployment.settings().model().equals(model)) {
                return deployment;
            }
        }
        return null;
    }

    Collection<LiveDeployment> all() {
        return byName.values();
    }

    void configure(DeploymentSettings settings) {
        byName.computeIfAbsent(settings.name(), name -> new LiveDeployment(settings))
                .become(settings);
    }

    /** Back to the start, without faults. */
    void reset() {
        byName.clear();
        atStart.forEach(settings -> byName.put(settings.name(), new LiveDeployment(settings)));
    }
}
