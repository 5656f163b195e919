package dev.signalbox.domain.catalog;

import java.util.List;

/** One name with one place or more behind it. */
public record ModelGroup(ModelName name, List<Deployment> deployments) {

    public ModelGroup {
        deployments = List.copyOf(deployments);
        if (deployments.isEmpty()) {
            throw new IllegalArgumentException("group " + name + " has no deployment");
        }
    }
}
