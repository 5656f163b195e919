package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;

import java.util.List;

/**
 * The models that a key or a team may ask for, as somebody wrote them down. An empty list means
 * every group, as in LiteLLM.
 *
 * @param entries names of groups or aliases, or {@value #EVERY_GROUP}, {@value #ANYTHING}, {@value
 *     #ALL_OF_THE_TEAM}
 */
public record ModelList(List<String> entries) {

    /** Every group there is. */
    public static final String EVERY_GROUP = "all-proxy-models";

    /** Another way to say the same. */
    public static final String ANYTHING = "*";

    /** On a key: whatever its team may ask for. */
    public static final String ALL_OF_THE_TEAM = "all-team-models";

    /** Allows nothing by itself. */
    public static final String NOTHING = "no-default-models";

    /** Nothing written down: everything is allowed. */
    public static final ModelList EVERYTHING = new ModelList(List.of());

    public ModelList {
        entries = List.copyOf(entries);
    }

    /** Whether this list by itself lets {@code name} through. */
    public boolean allows(ModelName name) {
        return entries.isEmpty() || namesEverything() || entries.contains(name.text());
    }

    /** Whether this list leaves the choice to the team. */
    public boolean defersToTeam() {
        return entries.contains(ALL_OF_THE_TEAM);
    }

    private boolean namesEverything() {
        return entries.contains(EVERY_GROUP) || entries.contains(ANYTHING);
    }
}
