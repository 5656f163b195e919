package dev.signalbox.domain.rights;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far a key goes: nobody gives away more than they have. It is compared by what is written
 * down, so that a scope within another stays within it whatever groups come and go. One thing must
 * be known besides: a name may be that of a model access group, now or some day, and a pattern that
 * fits such a name lets none of its groups through. So by a pattern only narrower patterns are
 * given on, and names that are known to be a model's.
 *
 * @param granted names that may be asked for whatever the list says; just names, whatever is in
 *     them
 * @param expires null for never
 */
public record Scope(
        ModelList models,
        Aliases aliases,
        Set<String> granted,
        RouteList routes,
        Limits limits,
        @Nullable Instant expires) {

    public Scope {
        granted = Set.copyOf(granted);
    }

    /** A scope without grants of its own. */
    public Scope(
            ModelList models,
            Aliases aliases,
            RouteList routes,
            Limits limits,
            @Nullable Instant expires) {
        this(models, aliases, Set.of(), routes, limits, expires);
    }

    /**
     * What is known of names.
     *
     * @param models which are a model's
     * @param accessGroups which are a model access group's
     */
    public record Names(Predicate<String> models, Predicate<String> accessGroups) {}

    /** How far {@code key} goes. */
    public static Scope of(Key key) {
        return new Scope(key.models(), key.aliases(), key.routes(), key.limits(), key.expires());
    }

    /**
     * How far any key of {@code team} goes, whatever is written on it. Its aliases are its own
     * grants: they and their targets may be asked for whatever its list says.
     */
    public static Scope of(Team team) {
        List<String> models = new ArrayList<>(team.models().entries());
        Set<String> granted = new HashSet<>();
        if (!models.isEmpty()) {
            models.add(ModelList.ALL_OF_THE_TEAM);
            team.aliases()
                    .ends()
                    .forEach(
                            (alias, groups) -> {
                                granted.add(alias.text());
                                groups.forEach(group -> granted.add(group.text()));
                            });
        }
        return new Scope(
                new ModelList(models),
                team.aliases(),
                granted,
                RouteList.EVERYTHING,
                team.limits(),
                null);
    }

    /** {@code key}, as far as this goes. */
    public Key on(Key key) {
        return new Key(
                key.hash(),
                key.publicId(),
                key.label(),
                key.name(),
                key.team(),
                key.owner(),
                models,
                aliases,
                routes,
                limits,
                key.blocked(),
                expires,
                key.former(),
                key.routing(),
                key.extras(),
                key.createdAt(),
                key.updatedAt());
    }

    /** The same with other aliases. */
    public Scope withAliases(Aliases aliases) {
        return new Scope(models, aliases, granted, routes, limits, expires);
    }

    /** The same with other limits. */
    public Scope withLimits(Limits limits) {
        return new Scope(models, aliases, granted, routes, limits, expires);
    }

    /** The same; where it says nothing, what {@code other} says. */
    public Scope orElse(Scope other) {
        return new Scope(
                models.entries().isEmpty() ? other.models : models,
                aliases,
                granted,
                routes.entries().isEmpty() ? other.routes : routes,
                limits.orElse(other.limits),
                expires == null ? other.expires : expires);
    }

    /**
     * The first way in which this goes further than {@code other}; null if it does not.
     *
     * @param known what is known of names now
     */
    public Objection.@Nullable MoreThanOwn beyond(Scope other, Names known) {
        String model = firstModelBeyond(other, known);
        if (model != null) {
            return new Objection.MoreThanOwn("models", model + " is not among yours");
        }
        ModelName target = firstTargetBeyond(other);
        if (target != null) {
            return new Objection.MoreThanOwn("aliases", target + " is not among your models");
        }
        if (!other.routes.entries().isEmpty()
                && (routes.entries().isEmpty()
                        || !other.routes.entries().containsAll(routes.entries()))) {
            return new Objection.MoreThanOwn(
                    "allowed_routes", "yours are " + other.routes.entries());
        }
        if (other.expires != null && (expires == null || expires.isAfter(other.expires))) {
            return new Objection.MoreThanOwn("duration", "your own key ends " + other.expires);
        }
        Limit limit = limits.firstBeyond(other.limits);
        return limit == null
                ? null
                : new Objection.MoreThanOwn(limit.word(), "yours is " + other.limits.of(limit));
    }

    private @Nullable String firstModelBeyond(Scope other, Names known) {
        if (other.isUnbound()) {
            return null;
        }
        if (models.entries().isEmpty()) {
            return "every model";
        }
        Set<String> named = other.named();
        return models.entries().stream()
                .filter(
                        entry ->
                                isLaidBare(entry, other, known)
                                        || (!other.models.entries().contains(entry)
                                                && !isGivenOn(entry, other, known, named)))
                .findFirst()
                .orElse(null);
    }

    /**
     * Whether {@code entry} is an alias there, and here it is not: it would lead to the model of
     * that name, which the alias hides. A team's aliases hold for all of its keys.
     */
    private boolean isLaidBare(String entry, Scope other, Names known) {
        if (other.granted.contains(entry)
                || ModelList.isMoreThanAName(entry)
                || !known.models.test(entry)) {
            return false;
        }
        List<ModelName> there = other.ends(entry);
        return there != null && !there.equals(ends(entry));
    }

    /** The groups that the alias stands for; null if it is none. */
    private @Nullable List<ModelName> ends(String alias) {
        return aliases.ends().get(new ModelName(alias));
    }

    private static boolean isGivenOn(String entry, Scope other, Names known, Set<String> named) {
        if (ModelList.isMoreThanAName(entry)) {
            return other.models.fits(entry);
        }
        return !known.accessGroups.test(entry)
                && (named.contains(entry)
                        || (known.models.test(entry) && other.models.fits(entry)));
    }

    private @Nullable ModelName firstTargetBeyond(Scope other) {
        if (other.isUnbound()) {
            return null;
        }
        Set<String> reached = other.reached();
        for (List<ModelName> groups : aliases.ends().values()) {
            for (ModelName target : groups) {
                if (!reached.contains(target.text()) && !other.leadsTo(target.text())) {
                    return target;
                }
            }
        }
        return null;
    }

    /** A name that an alias hides leads where the alias says, and not to the model of that name. */
    private boolean leadsTo(String target) {
        return ends(target) == null && (models.entries().contains(target) || models.fits(target));
    }

    /** The groups that aliases lead to which are let through. */
    private Set<String> reached() {
        Set<String> reached = new HashSet<>();
        aliases.ends()
                .forEach(
                        (alias, groups) -> {
                            if (granted.contains(alias.text())
                                    || models.allows(alias)
                                    || groups.stream().allMatch(models::allows)) {
                                groups.forEach(group -> reached.add(group.text()));
                            }
                        });
        return reached;
    }

    /**
     * The names that are let through: what the list names, what is granted, and aliases of which
     * the list lets either end through, the groups all together.
     */
    private Set<String> named() {
        Set<String> named = new HashSet<>(models.entries());
        named.addAll(granted);
        aliases.ends()
                .forEach(
                        (alias, groups) -> {
                            if (models.allows(alias) || groups.stream().allMatch(models::allows)) {
                                named.add(alias.text());
                                groups.forEach(group -> named.add(group.text()));
                            }
                        });
        return named;
    }

    private boolean isUnbound() {
        return models.entries().isEmpty()
                || models.entries().contains(ModelList.EVERY_GROUP)
                || models.entries().contains(ModelList.ANYTHING);
    }
}
