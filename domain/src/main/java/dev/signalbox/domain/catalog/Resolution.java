package dev.signalbox.domain.catalog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a name means to whoever asked: each level of aliases was looked at once, in the order of
 * {@link Level}, with the name that the one before it left. What is null did not happen.
 *
 * @param ofKey what the key's alias stands for
 * @param ofTeam what the team's alias stands for
 * @param ofAll what the alias of everybody stands for ({@code model_alias_map})
 * @param ofGroups what the other name of a group stands for ({@code model_group_alias})
 * @param group where the name leads; null if nowhere
 */
public record Resolution(
        ModelName asked,
        @Nullable ModelName ofKey,
        @Nullable ModelName ofTeam,
        @Nullable ModelName ofAll,
        @Nullable ModelName ofGroups,
        @Nullable ModelGroup group) {

    /** Who has names for models; the order of the constants is the order of looking. */
    public enum Level {
        KEY("key"),
        TEAM("team"),
        GLOBAL("global"),
        GROUP_ALIAS("group_alias"),
        WILDCARD("wildcard");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }
    }

    /** One name that stood for another. */
    public record Step(Level level, ModelName from, ModelName to) {}

    /** The name in the end: a group's, or one that a group's pattern fits. */
    public ModelName name() {
        if (ofGroups != null) {
            return ofGroups;
        }
        if (ofAll != null) {
            return ofAll;
        }
        if (ofTeam != null) {
            return ofTeam;
        }
        return ofKey != null ? ofKey : asked;
    }

    /** What the name in the end stands for, if that is not what was asked; else null. */
    public @Nullable ModelName target() {
        ModelName name = name();
        return name.equals(asked) ? null : name;
    }

    /** Whether the name is the id of one deployment, whose group has another name. */
    public boolean isDirect() {
        return group != null && group.pattern() == null && !group.name().equals(name());
    }

    /** How it came to be, for people. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        step(steps, Level.KEY, ofKey);
        step(steps, Level.TEAM, ofTeam);
        step(steps, Level.GLOBAL, ofAll);
        step(steps, Level.GROUP_ALIAS, ofGroups);
        if (group != null && group.pattern() != null) {
            step(steps, Level.WILDCARD, group.name());
        }
        return steps;
    }

    private void step(List<Step> steps, Level level, @Nullable ModelName to) {
        if (to != null) {
            steps.add(new Step(level, steps.isEmpty() ? asked : steps.getLast().to(), to));
        }
    }
}
