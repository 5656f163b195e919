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
 * @param lots what was drawn on the way, where a name stood for several groups
 * @param owners empty, or no group has the name and these have deployments of a model that is
 *     written so: {@code group} is all of those
 * @param instead null, or the name leads nowhere and this is where the call goes by default
 */
public record Resolution(
        ModelName asked,
        @Nullable ModelName ofKey,
        @Nullable ModelName ofTeam,
        @Nullable ModelName ofAll,
        @Nullable ModelName ofGroups,
        @Nullable ModelGroup group,
        List<Lot> lots,
        List<ModelGroup> owners,
        @Nullable Resolution instead) {

    public Resolution {
        lots = List.copyOf(lots);
        owners = List.copyOf(owners);
    }

    /** A way on which nothing was drawn, to a group that has the name. */
    public Resolution(
            ModelName asked,
            @Nullable ModelName ofKey,
            @Nullable ModelName ofTeam,
            @Nullable ModelName ofAll,
            @Nullable ModelName ofGroups,
            @Nullable ModelGroup group) {
        this(asked, ofKey, ofTeam, ofAll, ofGroups, group, List.of(), List.of(), null);
    }

    /** Who has names for models; the order of the constants is the order of looking. */
    public enum Level {
        KEY("key"),
        TEAM("team"),
        GLOBAL("global"),
        GROUP_ALIAS("group_alias"),
        WILDCARD("wildcard"),
        MODEL("model"),
        DEFAULT_FALLBACK("default_fallback");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** Its name on the wire. */
        public String word() {
            return word;
        }
    }

    /**
     * One name that stood for another.
     *
     * @param lot what was drawn; null if the name stood for one only
     */
    public record Step(Level level, ModelName from, ModelName to, @Nullable Lot lot) {}

    /**
     * One of several groups that a name stands for.
     *
     * @param weight its share, beside the weights of the others; 1 to {@value #HEAVIEST}
     */
    public record Arm(ModelName group, int weight) {

        /** The most that one may weigh. */
        public static final int HEAVIEST = 1_000;

        public Arm {
            if (weight < 1 || weight > HEAVIEST) {
                throw new IllegalArgumentException("an arm weighs 1 to " + HEAVIEST);
            }
        }
    }

    /**
     * What a name stands for that stands for several groups.
     *
     * @param arms as they were written; 2 to {@value #MOST}, each group once
     */
    public record Split(List<Arm> arms) {

        /** How many groups a name may stand for. */
        public static final int MOST = 10;

        public Split {
            arms = List.copyOf(arms);
            if (arms.size() < 2
                    || arms.size() > MOST
                    || arms.stream().map(Arm::group).distinct().count() < arms.size()) {
                throw new IllegalArgumentException(
                        "a name stands for 2 to " + MOST + " groups, each once");
            }
        }

        /** The groups, in that order. */
        public List<ModelName> groups() {
            return arms.stream().map(Arm::group).toList();
        }

        /** What all of them weigh. */
        public int total() {
            int total = 0;
            for (Arm arm : arms) {
                total += arm.weight();
            }
            return total;
        }

        /** Where calls go when the others are not to be trusted: the first of the heaviest. */
        public int safe() {
            int safe = 0;
            for (int i = 1; i < arms.size(); i++) {
                safe = arms.get(i).weight() > arms.get(safe).weight() ? i : safe;
            }
            return safe;
        }

        /**
         * Draws.
         *
         * @param owner whose alias it is
         * @param who whoever draws the same always
         */
        public Lot lot(Level level, String owner, ModelName alias, String who) {
            return new Lot(level, owner, alias, this, drawn(owner + "\n" + alias, who), false);
        }

        /**
         * The arm that {@code who} draws: the same one always and everywhere. Where weights change,
         * or an arm comes or goes, no more draw another one than must.
         *
         * @param name the alias, with whose it is
         */
        private int drawn(String name, String who) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            long seed = hash(hash(OFFSET, name), who);
            for (int i = 0; i < arms.size(); i++) {
                Arm arm = arms.get(i);
                // Between 0 and 1, both excluded. Among exponential times with these rates, each is
                // the first as often as its share says, whatever the others do.
                double even = ((mixed(hash(seed, arm.group().text())) >>> 12) + 0.5) * 0x1.0p-52;
                double time = -StrictMath.log(even) / arm.weight();
                if (time < least) {
                    least = time;
                    best = i;
                }
            }
            return best;
        }

        private static final long OFFSET = 0xcbf29ce484222325L;
        private static final long PRIME = 0x100000001b3L;

        /** FNV-1a over the characters, with an end that no text contains. */
        private static long hash(long begun, String text) {
            long hash = begun;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * PRIME;
            }
            return (hash ^ 0x10000L) * PRIME;
        }

        /** Every bit of the one bears on every bit of the other. */
        private static long mixed(long hash) {
            long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }

    /**
     * What was drawn for one call.
     *
     * @param owner whose alias it is: {@code team} or {@code key} and its id
     * @param taken which arm, counted from 0
     * @param stopped true: the others are not to be trusted, so it is the heaviest
     */
    public record Lot(
            Level level, String owner, ModelName alias, Split split, int taken, boolean stopped) {

        /** The arm that was drawn. */
        public Arm arm() {
            return split.arms().get(taken);
        }

        /** The same call, sent where it is safe. */
        public Lot stop() {
            return new Lot(level, owner, alias, split, split.safe(), true);
        }
    }

    /**
     * The same name, with somewhere to go.
     *
     * @param other leads to a group
     */
    public Resolution goingTo(Resolution other) {
        return new Resolution(
                asked, ofKey, ofTeam, ofAll, ofGroups, other.group, lots, List.of(), other);
    }

    /** The name in the end: a group's, a model's, or one that a group's pattern fits. */
    public ModelName name() {
        return instead == null ? own() : instead.name();
    }

    private ModelName own() {
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

    /** Whether no group has the name, and deployments of a model that is written so serve. */
    public boolean isOfModel() {
        return !owners.isEmpty();
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
        if (instead != null) {
            step(steps, Level.DEFAULT_FALLBACK, instead.asked);
            steps.addAll(instead.steps());
        } else if (group != null && group.pattern() != null) {
            step(steps, Level.WILDCARD, group.name());
        } else if (group != null && isOfModel()) {
            step(steps, Level.MODEL, group.name());
        }
        return steps;
    }

    private void step(List<Step> steps, Level level, @Nullable ModelName to) {
        if (to != null) {
            Lot drawn = null;
            for (Lot lot : lots) {
                drawn = lot.level() == level ? lot : drawn;
            }
            steps.add(new Step(level, steps.isEmpty() ? asked : steps.getLast().to(), to, drawn));
        }
    }
}
