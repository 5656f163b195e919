package dev.signalbox.application.directory;

import dev.signalbox.application.call.Served;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a name may mean when all aliases have been looked at: a group, a deployment by its id
 * ({@code model_info.id}), what a group's pattern fits, or a model ({@code litellm_params.model}),
 * in this order. Immutable.
 */
final class NameIndex {

    private static final Found NOTHING = new Found(null, List.of());

    private final Map<ModelName, Found> exact;

    /** Each deployment by itself; it keeps the name of its group. */
    private final Map<ModelName, Found> single;

    /** Those whose names are patterns, the most specific first. */
    private final List<ModelGroup> patterns;

    /** All deployments of a model, under the name that the model is written by. */
    private final Map<ModelName, Found> ofModel;

    private final Set<ModelName> names;

    /** Where each deployment is, in groups with patterns too. */
    private final Map<Deployment.Id, Served> places;

    /**
     * Where a name leads.
     *
     * @param group null if nowhere
     * @param owners if it is a model's: the groups that its deployments belong to; else empty
     */
    record Found(@Nullable ModelGroup group, List<ModelGroup> owners) {
        private Found(ModelGroup group) {
            this(group, List.of());
        }
    }

    NameIndex(Collection<ModelGroup> groups) {
        // In the order of their names, so that every process chooses among the same list.
        List<ModelGroup> sorted = new ArrayList<>(groups);
        sorted.sort((one, other) -> one.name().compareTo(other.name()));
        Map<ModelName, Found> plain = new HashMap<>();
        Map<ModelName, Found> alone = new HashMap<>();
        List<ModelGroup> fitting = new ArrayList<>();
        for (ModelGroup group : sorted) {
            if (group.pattern() == null) {
                plain.put(group.name(), new Found(group));
                addSingles(group, alone);
            } else {
                fitting.add(group);
            }
        }
        fitting.sort(ModelGroup.MOST_SPECIFIC_FIRST);
        this.exact = Map.copyOf(plain);
        this.single = Map.copyOf(alone);
        this.patterns = List.copyOf(fitting);
        this.ofModel = ofModel(sorted);
        Set<ModelName> all = new HashSet<>(ofModel.keySet());
        groups.forEach(group -> all.add(group.name()));
        this.names = Set.copyOf(all);
        this.places = places(sorted);
    }

    private static Map<Deployment.Id, Served> places(List<ModelGroup> groups) {
        Map<Deployment.Id, Served> places = new HashMap<>();
        for (ModelGroup group : groups) {
            for (Deployment deployment : group.deployments()) {
                places.putIfAbsent(deployment.id(), new Served(group.name(), deployment));
            }
        }
        return Map.copyOf(places);
    }

    private static void addSingles(ModelGroup group, Map<ModelName, Found> single) {
        for (Deployment deployment : group.deployments()) {
            String id = deployment.id().text();
            if (ModelName.accepts(id)) {
                single.put(
                        new ModelName(id),
                        new Found(new ModelGroup(group.name(), List.of(deployment))));
            }
        }
    }

    private static Map<ModelName, Found> ofModel(List<ModelGroup> groups) {
        Map<ModelName, List<Deployment>> deployments = new HashMap<>();
        Map<ModelName, List<ModelGroup>> owners = new HashMap<>();
        for (ModelGroup group : groups) {
            for (Deployment deployment : group.deployments()) {
                String model = deployment.about().model();
                // What has a star in it is no model: it would ask an upstream for everything.
                if (model != null && ModelName.accepts(model) && !NamePattern.isIn(model)) {
                    ModelName name = new ModelName(model);
                    deployments.computeIfAbsent(name, it -> new ArrayList<>()).add(deployment);
                    List<ModelGroup> of = owners.computeIfAbsent(name, it -> new ArrayList<>());
                    if (of.isEmpty() || !of.getLast().name().equals(group.name())) {
                        of.add(group);
                    }
                }
            }
        }
        Map<ModelName, Found> found = new HashMap<>();
        deployments.forEach(
                (name, list) ->
                        found.put(
                                name,
                                new Found(
                                        new ModelGroup(name, list),
                                        List.copyOf(owners.getOrDefault(name, List.of())))));
        return Map.copyOf(found);
    }

    /** Whether a group has that very name, and it is no pattern. */
    boolean isGroup(ModelName name) {
        return exact.containsKey(name);
    }

    /** That deployment, and the group that it is in; null if it is in none. */
    @Nullable Served place(Deployment.Id id) {
        return places.get(id);
    }

    /** The names of groups, without patterns. */
    Set<ModelName> groupNames() {
        return exact.keySet();
    }

    /** The names of all groups, patterns among them, and of models. */
    Set<ModelName> names() {
        return names;
    }

    /** A group first: no id of a deployment, and no model, takes its name away. */
    Found find(ModelName name) {
        Found found = exact.get(name);
        found = found == null ? single.get(name) : found;
        found = found == null ? fitting(name.text()) : found;
        return found == null ? ofModel.getOrDefault(name, NOTHING) : found;
    }

    /** A name with a star in it is no model: it would ask an upstream for everything. */
    private @Nullable Found fitting(String name) {
        if (!patterns.isEmpty() && !NamePattern.isIn(name)) {
            for (ModelGroup group : patterns) {
                if (group.pattern() != null && group.pattern().matches(name)) {
                    return new Found(group);
                }
            }
        }
        return null;
    }
}
