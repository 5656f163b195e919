package dev.signalbox.application.directory;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Groups of one: a deployment may be asked for by its id ({@code model_info.id}). */
final class Singles {

    private Singles() {}

    /** Each deployment of {@code groups} by itself; it keeps the name of its group. */
    static Map<ModelName, ModelGroup> of(Collection<ModelGroup> groups) {
        Map<ModelName, ModelGroup> single = new HashMap<>();
        for (ModelGroup group : groups) {
            for (Deployment deployment : group.deployments()) {
                String id = deployment.id().text();
                if (ModelName.accepts(id)) {
                    single.put(
                            new ModelName(id), new ModelGroup(group.name(), List.of(deployment)));
                }
            }
        }
        return Map.copyOf(single);
    }
}
