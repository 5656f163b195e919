package dev.signalbox.application.dispatch.choice;

import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.routing.Strategy;
import dev.signalbox.domain.routing.strategy.Strategies;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * Whose policy holds for a call: the key's, else the team's, else everybody's; as a whole. What was
 * written is read once and remembered by its text, so that a change holds from the next call on.
 * Safe for many threads.
 */
public final class Policies {

    /** Of more different texts than that, the memory begins anew. */
    private static final int MOST = 10_000;

    private static final System.Logger LOG = System.getLogger(Policies.class.getName());

    private final Held everybody;
    private final PolicyReader reader;
    private final RandomGenerator random;
    private final ConcurrentMap<FreeJson, Optional<RoutingPolicy>> read = new ConcurrentHashMap<>();
    private final ConcurrentMap<Picking, Strategy> strategies = new ConcurrentHashMap<>();

    /**
     * @param everybody holds where neither key nor team has one
     * @param random the source of chance; safe for many threads
     */
    public Policies(RoutingPolicy everybody, PolicyReader reader, RandomGenerator random) {
        this.reader = reader;
        this.random = random;
        this.everybody = held(everybody, "everybody");
    }

    /**
     * A policy, and the strategy that it asks for.
     *
     * @param of whose it is: {@code key}, {@code team} or {@code everybody}
     */
    public record Held(RoutingPolicy policy, Strategy strategy, String of) {}

    /** The one that holds for {@code caller}. */
    public Held of(Caller caller) {
        if (caller instanceof Caller.Member member) {
            RoutingPolicy ofKey = written(member.key().routing());
            if (ofKey != null) {
                return held(ofKey, "key");
            }
            RoutingPolicy ofTeam = member.team() == null ? null : written(member.team().routing());
            if (ofTeam != null) {
                return held(ofTeam, "team");
            }
        }
        return everybody;
    }

    private Held held(RoutingPolicy policy, String of) {
        Strategy strategy =
                strategies.computeIfAbsent(
                        policy.picking(), picking -> Strategies.of(picking, random));
        return new Held(policy, strategy, of);
    }

    private @Nullable RoutingPolicy written(RoutingTerms terms) {
        FreeJson settings = terms.settings();
        if (settings == null) {
            return null;
        }
        Optional<RoutingPolicy> known = read.get(settings);
        if (known == null) {
            known = read(settings);
            if (read.size() >= MOST) {
                read.clear();
            }
            read.put(settings, known);
        }
        return known.orElse(null);
    }

    /** What cannot be read was stored before it was checked: the next level's holds. */
    private Optional<RoutingPolicy> read(FreeJson settings) {
        return switch (reader.read(settings)) {
            case PolicyReader.Fit fit -> Optional.of(fit.policy());
            case PolicyReader.Unfit unfit -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "router_settings of a key or a team are left out: {0}",
                        String.join(" ", unfit.flaws()));
                yield Optional.empty();
            }
        };
    }
}
