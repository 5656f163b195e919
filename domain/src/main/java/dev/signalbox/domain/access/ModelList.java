package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;
import dev.signalbox.domain.catalog.Resolution;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The models that a key, a team or a user may ask for, as somebody wrote them down. An empty list
 * means every group, as in LiteLLM. Immutable; patterns are read once.
 */
public final class ModelList {

    /** Every group there is. */
    public static final String EVERY_GROUP = "all-proxy-models";

    /** Another way to say the same. */
    public static final String ANYTHING = "*";

    /** On a key: whatever its team may ask for. */
    public static final String ALL_OF_THE_TEAM = "all-team-models";

    /** Nothing by itself; on a user: nothing but what their keys of teams may ask for. */
    public static final String NOTHING = "no-default-models";

    private static final Set<String> WORDS =
            Set.of(EVERY_GROUP, ANYTHING, ALL_OF_THE_TEAM, NOTHING);

    /** Nothing written down: everything is allowed. */
    public static final ModelList EVERYTHING = new ModelList(List.of());

    private final List<String> entries;
    private final List<NamePattern> patterns;
    private final boolean everything;

    /**
     * @param entries names of groups, of aliases or of model access groups, patterns with stars, or
     *     {@value #EVERY_GROUP}, {@value #ANYTHING}, {@value #ALL_OF_THE_TEAM}, {@value #NOTHING}
     */
    public ModelList(List<String> entries) {
        this.entries = List.copyOf(entries);
        List<NamePattern> found = new ArrayList<>();
        for (String entry : entries) {
            NamePattern pattern = NamePattern.in(entry);
            if (pattern != null) {
                found.add(pattern);
            }
        }
        this.patterns = List.copyOf(found);
        this.everything =
                entries.isEmpty() || entries.contains(EVERY_GROUP) || entries.contains(ANYTHING);
    }

    /** Whether an entry of that text stands for more than what has just this name. */
    public static boolean isMoreThanAName(String entry) {
        return WORDS.contains(entry) || NamePattern.isIn(entry);
    }

    /** What was written down, in that order. */
    public List<String> entries() {
        return entries;
    }

    /** Whether this list lets {@code name} through, wherever it leads. */
    public boolean allows(ModelName name) {
        return everything || names(name);
    }

    /**
     * Whether this list lets the call through: it names one of the names on the way, the last of
     * them included, or a model access group of where they lead. A model's own name is let through
     * where it is written out, or where each group is that has a deployment of it.
     *
     * @param fromAlias false: what was asked is the key's own alias, and that counts for nothing
     */
    boolean allows(Resolution resolution, boolean fromAlias) {
        return everything
                || (fromAlias && names(resolution, resolution.asked()))
                || names(resolution, resolution.ofKey())
                || names(resolution, resolution.ofTeam())
                || names(resolution, resolution.ofAll())
                || names(resolution, resolution.ofGroups())
                || (resolution.isOfModel()
                        ? resolution.owners().stream().allMatch(this::names)
                        : namesGroupOf(resolution) || namesAccessGroupOf(resolution.group()));
    }

    /** A pattern was written for names of groups: what models are called is no matter of it. */
    private boolean names(Resolution resolution, @Nullable ModelName name) {
        return (name != null && resolution.isOfModel() && name.equals(resolution.name()))
                ? entries.contains(name.text())
                : names(name);
    }

    private boolean names(ModelGroup group) {
        return names(group.name()) || namesAccessGroupOf(group);
    }

    /**
     * Whether a pattern of this list fits every name that {@code entry} lets through, a name or a
     * pattern itself. A pattern says nothing about words like {@value #EVERY_GROUP}, nor about
     * model access groups: whether {@code entry} is one of those, others must know.
     */
    public boolean fits(String entry) {
        // No piece of a pattern has a star in it. So a star of the entry can only be taken by one
        // of
        // the pattern's, which takes whatever else might stand there as well.
        return !WORDS.contains(entry) && fitsPattern(entry);
    }

    /** Whether this list leaves the choice to the team. */
    public boolean defersToTeam() {
        return entries.contains(ALL_OF_THE_TEAM);
    }

    /** Whether this list of a user's leaves everything to the keys of teams. */
    boolean leavesNothing() {
        return entries.contains(NOTHING);
    }

    /** Whoever may ask for a group may ask for each of its deployments by its id. */
    private boolean namesGroupOf(Resolution resolution) {
        ModelGroup group = resolution.group();
        return group != null && resolution.isDirect() && names(group.name());
    }

    private boolean names(@Nullable ModelName name) {
        return name != null && (entries.contains(name.text()) || fitsPattern(name.text()));
    }

    private boolean fitsPattern(String name) {
        for (NamePattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean namesAccessGroupOf(@Nullable ModelGroup group) {
        if (group == null) {
            return false;
        }
        for (String entry : entries) {
            if (group.isIn(entry)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelList list && list.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
