package dev.signalbox.domain.catalog;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/**
 * One name with one place or more behind it.
 *
 * @param pattern what its name stands for if there is a star in it; null if it is just a name
 */
public record ModelGroup(
        ModelName name, List<Deployment> deployments, @Nullable NamePattern pattern) {

    /** Of several patterns that fit a name, the first in this order is meant. */
    public static final Comparator<ModelGroup> MOST_SPECIFIC_FIRST =
            Comparator.comparingInt(ModelGroup::prefixLength)
                    .thenComparingInt(group -> group.name().text().length())
                    .reversed()
                    .thenComparing(ModelGroup::name);

    public ModelGroup {
        deployments = List.copyOf(deployments);
        if (deployments.isEmpty()) {
            throw new IllegalArgumentException("group " + name + " has no deployment");
        }
    }

    /** A group; what its name stands for is read from the name. */
    public ModelGroup(ModelName name, List<Deployment> deployments) {
        this(name, deployments, NamePattern.in(name.text()));
    }

    private int prefixLength() {
        return pattern == null ? 0 : pattern.prefixLength();
    }

    /** Whether one of its deployments is in that model access group. */
    public boolean isIn(String accessGroup) {
        for (Deployment deployment : deployments) {
            if (deployment.about().accessGroups().contains(accessGroup)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A deployment of this group as it is asked for {@code name}: where the group is a pattern, its
     * model's name is filled with what the star stands for.
     *
     * @param name one that leads here
     */
    public Deployment asked(Deployment deployment, ModelName name) {
        return pattern == null
                ? deployment
                : deployment.withModel(pattern.fill(deployment.model(), name.text()));
    }

    /** All of them, as they are asked for {@code name}, one that leads here. */
    public List<Deployment> asked(ModelName name) {
        return pattern == null
                ? deployments
                : deployments.stream().map(deployment -> asked(deployment, name)).toList();
    }
}
