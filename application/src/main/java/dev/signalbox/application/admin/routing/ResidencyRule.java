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

    /** A name that stands somewhere, and what it stands for. */
    record Written(String field, ModelName name, ModelName target) {}

    /** Those of the names that lead to groups with nobody inside. */
    List<OutsideResidency> outside(Team team, Collection<Written> names) {
        List<OutsideResidency> outside = new ArrayList<>();
        Set<String> residency = team.routing().residency();
        for (Written written : names) {
            ModelGroup group = group(team, written.target());
            if (group != null && !residency.isEmpty() && inside(group, residency) == 0) {
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
        return outside;
    }

    /** Those of the names whose groups serve the team by some of their deployments only. */
    List<String> remarks(Team team, Collection<Written> names) {
        Set<String> remarks = new TreeSet<>();
        Set<String> residency = team.routing().residency();
        for (Written written : names) {
            ModelGroup group = group(team, written.target());
            int inside = group == null ? 0 : inside(group, residency);
            if (group != null && !residency.isEmpty() && inside < group.deployments().size()) {
                remarks.add(
                        "Of `"
                                + group.name()
                                + "`, which `"
                                + written.name()
                                + "` leads to, "
                                + (inside == 0
                                        ? "nobody"
                                        : "only " + inside + " of " + group.deployments().size())
                                + " may serve the team "
                                + team.id()
                                + ": its calls stay in "
                                + String.join(", ", new TreeSet<>(residency))
                                + ".");
            }
        }
        return List.copyOf(remarks);
    }

    /** The names that a team says itself, those of its settings among them. */
    static List<Written> names(Team team, @Nullable RoutingPolicy policy) {
        List<Written> names = new ArrayList<>();
        new TreeMap<>(team.aliases().targets())
                .forEach((alias, target) -> names.add(new Written("model_aliases", alias, target)));
        names.addAll(names(policy));
        return names;
    }

    /** The names that a key says itself, those of its settings among them. */
    static List<Written> names(Key key, @Nullable RoutingPolicy policy) {
        List<Written> names = new ArrayList<>();
        new TreeMap<>(key.aliases().targets())
                .forEach((alias, target) -> names.add(new Written("aliases", alias, target)));
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
            add(names, "fallbacks", fallbacks.general());
            add(names, "context_window_fallbacks", fallbacks.ofLength());
            add(names, "content_policy_fallbacks", fallbacks.ofContent());
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
                                            target ->
                                                    names.add(
                                                            new Written(
                                                                    "router_settings." + field,
                                                                    name,
                                                                    target))));
        }
    }

    /** A target may be an alias of the team's in its turn: a key's names come before the team's. */
    private @Nullable ModelGroup group(Team team, ModelName target) {
        ModelName ofTeam = team.aliases().target(target);
        return directory.resolve(EVERYBODY, ofTeam == null ? target : ofTeam).group();
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
