package dev.signalbox.application.testkit;

import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Teams and keys to test with. */
public final class Teams {

    /** When everything here was made. */
    public static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private Teams() {}

    /** A team without a list of models. */
    public static Team team(String id, Map<String, String> aliases) {
        return team(id, aliases, List.of());
    }

    public static Team team(String id, Map<String, String> aliases, List<String> models) {
        return new Team(
                new Team.Id(id),
                "team " + id,
                new ModelList(models),
                aliases(aliases),
                List.of(),
                Limits.NONE,
                false,
                RoutingTerms.NONE,
                FreeJson.EMPTY,
                LONG_AGO,
                LONG_AGO);
    }

    public static Team blocked(Team team) {
        return new Team(
                team.id(),
                team.name(),
                team.models(),
                team.aliases(),
                team.members(),
                team.limits(),
                true,
                team.routing(),
                team.extras(),
                team.createdAt(),
                team.updatedAt());
    }

    public static Team withAliases(Team team, Map<String, String> aliases) {
        return new Team(
                team.id(),
                team.name(),
                team.models(),
                aliases(aliases),
                team.members(),
                team.limits(),
                team.blocked(),
                team.routing(),
                team.extras(),
                team.createdAt(),
                team.updatedAt());
    }

    /** A team that says that of the way of its calls. */
    public static Team routed(Team team, RoutingTerms routing) {
        return new Team(
                team.id(),
                team.name(),
                team.models(),
                team.aliases(),
                team.members(),
                team.limits(),
                team.blocked(),
                routing,
                team.extras(),
                team.createdAt(),
                team.updatedAt());
    }

    public static Aliases aliases(Map<String, String> texts) {
        Map<ModelName, ModelName> aliases = new HashMap<>();
        texts.forEach((name, target) -> aliases.put(new ModelName(name), new ModelName(target)));
        return new Aliases(aliases);
    }

    /**
     * One name for several groups.
     *
     * @param arms group and weight, with a colon between them, and a blank after each
     */
    public static Aliases splitting(String alias, String arms) {
        List<Resolution.Arm> all = new ArrayList<>();
        for (String arm : arms.split(" ")) {
            String[] parts = arm.split(":");
            all.add(new Resolution.Arm(new ModelName(parts[0]), Integer.parseInt(parts[1])));
        }
        return new Aliases(Map.of(), Map.of(new ModelName(alias), new Resolution.Split(all)));
    }

    /** A team with these names for models. */
    public static Team withAliases(Team team, Aliases aliases) {
        return new Team(
                team.id(),
                team.name(),
                team.models(),
                aliases,
                team.members(),
                team.limits(),
                team.blocked(),
                team.routing(),
                team.extras(),
                team.createdAt(),
                team.updatedAt());
    }

    /** A credential of our own form, the same for the same seed. */
    public static Credential credential(long seed) {
        return Credential.mint(new Random(seed));
    }

    /** A key of {@code team}, or of nobody's. */
    public static Key key(Credential credential, @Nullable String team, String... models) {
        return new Key(
                credential.hash(),
                credential.publicId(),
                credential.label(),
                null,
                team == null ? null : new Team.Id(team),
                null,
                new ModelList(List.of(models)),
                Aliases.NONE,
                RouteList.EVERYTHING,
                Limits.NONE,
                false,
                null,
                null,
                RoutingTerms.NONE,
                FreeJson.EMPTY,
                LONG_AGO,
                LONG_AGO);
    }

    /** The key after a rotation, with its former hash still working for a long time. */
    public static Key formerly(Key key, Key.Hash former) {
        return key.rotated(
                key.hash(),
                key.publicId(),
                key.label(),
                new Key.Former(former, Instant.parse("2100-01-01T00:00:00Z")));
    }

    public static Key expiring(Key key, @Nullable Instant expires) {
        return new Scope(key.models(), key.aliases(), key.routes(), key.limits(), expires).on(key);
    }

    /** A key with names of its own for models. */
    public static Key aliased(Key key, Map<String, String> aliases) {
        return Scope.of(key).withAliases(aliases(aliases)).on(key);
    }

    /** A key for some routes only. */
    public static Key routed(Key key, String... routes) {
        return new Scope(
                        key.models(),
                        key.aliases(),
                        new RouteList(List.of(routes)),
                        key.limits(),
                        key.expires())
                .on(key);
    }
}
