package dev.signalbox.application.admin.routing;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.rights.Objection.OutsideResidency;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * No name of a team's leads where its calls may not be served. That none of them is served there is
 * seen to when they are dispatched; this says it to whoever writes the name. A deployment that does
 * not say where it lies, lies outside.
 *
 * @param directory the models that are, or that would be
 */
record ResidencyRule(Directory directory) {

    private static final Caller EVERYBODY = new Caller.Master();
    private static final String OF_KEY = "aliases";

    /** A name that stands somewhere, and what it stands for. */
    record Written(String field, ModelName name, ModelName target) {}

    /** Those of the names that lead to groups with nobody inside. */
    List<OutsideResidency> outside(Team team, Collection<Written> names) {
        List<OutsideResidency> outside = new ArrayList<>();
        Set<String> residency = team.routing().residency();
        for (Written written : names) {
            for (ModelGroup group : groups(team, written)) {
                if (!residency.isEmpty() && inside(group, residency) == 0) {
                    outside.add(
                            new OutsideResidency(
                                    team.id(),
                                    written.field(),
                                    written.name(),
                                    group.name(),
                                    residency,
                                    regions(group)));
                }
            }
        }
        return outside;
    }

    /** Those of the names whose groups serve the team by some of their deployments only. */
    List<String> remarks(Team team, Collection<Written> names) {
        Set<String> remarks = new TreeSet<>();
        Set<String> residency = team.routing().residency();
        for (Written written : names) {
            for (ModelGroup group : groups(team, written)) {
                int inside = inside(group, residency);
                if (!residency.isEmpty() && inside < group.deployments().size()) {
                    remarks.add(remark(team, written.name(), group, inside));
                }
            }
        }
        return List.copyOf(remarks);
    }

    private static String remark(Team team, ModelName name, ModelGroup group, int inside) {
        String some = "only " + inside + " of " + group.deployments().size();
        return "Of `"
                + group.name()
                + "`, which `"
                + name
                + "` leads to, "
                + (inside == 0 ? "nobody" : some)
                + " may serve the team "
                + team.id()
                + ": its calls stay in "
                + String.join(", ", new TreeSet<>(team.routing().residency()))
                + ".";
    }

    /** The names that a team says itself, those of its settings among them. */
    static List<Written> names(Team team, @Nullable RoutingPolicy policy) {
        List<Written> names = new ArrayList<>();
        add(names, "model_aliases", team.aliases().ends());
        names.addAll(names(policy));
        return names;
    }

    /** The names that a key says itself, those of its settings among them. */
    static List<Written> names(Key key, @Nullable RoutingPolicy policy) {
        List<Written> names = new ArrayList<>();
        add(names, OF_KEY, key.aliases().ends());
        names.addAll(names(policy));
        return names;
    }

    /** The names of models that a team may ask for, where its list says them one by one. */
    static List<Written> listed(Team team) {
        return team.models().entries().stream()
                .filter(entry -> !ModelList.isMoreThanAName(entry) && ModelName.accepts(entry))
                .map(ModelName::new)
                .map(name -> new Written("models", name, name))
                .toList();
    }

    private static List<Written> names(@Nullable RoutingPolicy policy) {
        List<Written> names = new ArrayList<>();
        if (policy != null) {
            Fallbacks fallbacks = policy.fallbacks();
            add(names, "router_settings.fallbacks", fallbacks.general());
            add(names, "router_settings.context_window_fallbacks", fallbacks.ofLength());
            add(names, "router_settings.content_policy_fallbacks", fallbacks.ofContent());
            fallbacks
                    .byDefault()
                    .forEach(
                            target ->
                                    names.add(
                                            new Written(
                                                    "router_settings.default_fallbacks",
                                                    target,
                                                    target)));
        }
        return names;
    }

    private static void add(
            List<Written> names, String field, @Nullable Map<ModelName, List<ModelName>> lists) {
        if (lists != null) {
            new TreeMap<>(lists)
                    .forEach(
                            (name, targets) ->
                                    targets.forEach(
                                            target -> names.add(new Written(field, name, target))));
        }
    }

    /** Only what a key's alias stands for may be an alias of the team's in its turn. */
    private List<ModelGroup> groups(Team team, Written written) {
        ModelName target = written.target();
        boolean ofKey = written.field().equals(OF_KEY);
        List<ModelGroup> groups = new ArrayList<>();
        for (ModelName end : ofKey ? team.aliases().ends(target) : List.of(target)) {
            ModelGroup group = directory.resolve(EVERYBODY, end).group();
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static int inside(ModelGroup group, Set<String> residency) {
        int inside = 0;
        for (Deployment deployment : group.deployments()) {
            String region = deployment.terms().region();
            inside += region != null && residency.contains(region) ? 1 : 0;
        }
        return inside;
    }

    private static Set<String> regions(ModelGroup group) {
        Set<String> regions = new HashSet<>();
        for (Deployment deployment : group.deployments()) {
            String region = deployment.terms().region();
            if (region != null) {
                regions.add(region);
            }
        }
        return regions;
    }
}
