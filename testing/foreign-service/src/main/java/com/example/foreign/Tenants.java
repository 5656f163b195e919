package com.example.foreign;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Teams and their keys. The registry is the testkit's and forgets everything with the process;
 * yours implements the port {@code Registry} over whatever you store them in.
 */
final class Tenants {

    private static final Author AUTHOR = new Author("foreign-service", "", null);

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final SecureRandom random = new SecureRandom();

    /** Where they are kept. */
    Registry registry() {
        return registry;
    }

    /**
     * Stores a team, new or changed.
     *
     * @param aliases its own names for model groups
     * @param models what it may ask for besides; empty for everything
     */
    void putTeam(String id, Map<String, String> aliases, List<String> models, Limits limits) {
        Map<ModelName, ModelName> names = new HashMap<>();
        aliases.forEach((name, group) -> names.put(new ModelName(name), new ModelName(group)));
        Instant now = Instant.now();
        Team team =
                new Team(
                        new Team.Id(id),
                        null,
                        new ModelList(models),
                        new Aliases(names),
                        List.of(),
                        limits,
                        false,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        now,
                        now);
        change(edit -> edit.put(team));
    }

    /** Makes a key of that team. It is here in clear for the only time: its hash is stored. */
    String newKey(String team) {
        Credential credential = Credential.mint(random);
        Instant now = Instant.now();
        Key key =
                new Key(
                        credential.hash(),
                        credential.publicId(),
                        credential.label(),
                        null,
                        new Team.Id(team),
                        null,
                        ModelList.EVERYTHING,
                        Aliases.NONE,
                        RouteList.EVERYTHING,
                        Limits.NONE,
                        false,
                        null,
                        null,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        now,
                        now);
        change(edit -> edit.put(key));
        return credential.reveal();
    }

    private void change(Change change) {
        boolean unused =
                registry.change(
                        AUTHOR,
                        edit -> {
                            change.in(edit);
                            return true;
                        });
    }

    /** What is written in one transaction. */
    private interface Change {
        void in(Registry.Edit edit);
    }
}
