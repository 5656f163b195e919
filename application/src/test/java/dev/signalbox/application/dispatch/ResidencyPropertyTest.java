package dev.signalbox.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.Wishes.Elsewhere;
import dev.signalbox.application.call.Wishes.Fallback;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.policy.TagRule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Whatever is configured and whatever fails: a call of a team with a residency is served inside it
 * or not at all.
 */
class ResidencyPropertyTest {

    private static final int WORLDS = 1_000;
    private static final int CALLS = 25;
    private static final List<String> REGIONS = List.of("eu", "us", "asia");
    private static final List<String> GROUPS = List.of("g0", "g1", "g2", "g3", "g4");
    private static final List<String> MODELS = List.of("azure/m0", "azure/m1", "azure/m2");
    private static final List<String> TAGS = List.of("x", "y", "default");

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000})
    void noCallOfATeamWithAResidencyLeavesIt(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> seen = new HashMap<>();
        for (int world = 0; world < WORLDS; world++) {
            new World(random).run("seed " + seed + ", world " + world, seen);
        }

        assertThat(seen.get("served")).as("seed %s: %s", seed, seen).isGreaterThan(5_000);
        assertThat(seen.get("ResidencyUnavailable")).as(seen.toString()).isGreaterThan(500);
        assertThat(seen.get("after a fallback")).as(seen.toString()).isGreaterThan(300);
        assertThat(seen.get("UpstreamFailed")).as(seen.toString()).isGreaterThan(300);
        assertThat(seen.get("by its model")).as(seen.toString()).isGreaterThan(1_000);
        assertThat(seen.get("by default")).as(seen.toString()).isGreaterThan(1_000);
        assertThat(seen.get("leads nowhere")).as(seen.toString()).isGreaterThan(300);
        assertThat(seen.get("somebody outside would have served")).isGreaterThan(5_000);
    }

    private static final class World {
        private final Random random;
        private final Town town;
        private final Map<String, String> regions = new HashMap<>();
        private final Set<String> residency;

        World(Random random) {
            this.random = random;
            this.town = new Town(policy());
            for (String group : GROUPS) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    add(group, group + "-" + i);
                }
            }
            this.residency = some(REGIONS, 2);
            town.calledBy(new Caller.Member(Teams.key(Teams.credential(1), "t"), team()));
        }

        private void add(String group, String id) {
            Terms terms = Terms.NONE.draft().tags(some(TAGS, 2)).order(random.nextInt(2)).done();
            String region = random.nextInt(5) == 0 ? "" : one(REGIONS);
            regions.put(id, region);
            Terms lying = region.isEmpty() ? terms : terms.draft().region(region).done();
            town.with(group, id, lying, one(MODELS));
        }

        private Team team() {
            Map<String, String> aliases = new HashMap<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                aliases.put("alias" + i, random.nextInt(4) == 0 ? one(MODELS) : one(GROUPS));
            }
            return Teams.team("t", aliases)
                    .withRouting(
                            new RoutingTerms(
                                    some(TAGS, 1), residency, null, false, random.nextBoolean()));
        }

        private RoutingPolicy policy() {
            Map<ModelName, List<ModelName>> lists = new HashMap<>();
            for (String group : GROUPS) {
                if (random.nextBoolean()) {
                    lists.put(new ModelName(group), names(random.nextInt(3) + 1));
                }
            }
            Duration session = random.nextBoolean() ? Duration.ofHours(1) : null;
            return RoutingPolicy.DEFAULT
                    .withFallbacks(
                            new Fallbacks(
                                    lists,
                                    random.nextBoolean() ? lists : null,
                                    null,
                                    random.nextBoolean() ? names(1) : List.of(),
                                    5,
                                    random.nextBoolean(),
                                    false))
                    .withTags(new TagRule(random.nextBoolean(), random.nextBoolean(), true))
                    .withChecks(
                            new Checks(
                                    false,
                                    false,
                                    session,
                                    null,
                                    null,
                                    false,
                                    0,
                                    Duration.ofSeconds(1)));
        }

        void run(String where, Map<String, Integer> seen) {
            for (int i = 0; i < CALLS; i++) {
                fail();
                String name = name();
                Wishes wishes = wishes();
                Resolution leads = town.trip(name, wishes, new Hangup()).resolution();
                if (leads.group() == null) {
                    seen.merge("leads nowhere", 1, Integer::sum);
                    continue;
                }
                Dispatched dispatched = town.call(name, wishes, new Hangup());
                count(seen, dispatched, leads);
                town.kit().pass(Duration.ofMillis(random.nextInt(4_000)));
            }
            regions.forEach(
                    (id, region) -> {
                        if (!residency.isEmpty() && !residency.contains(region)) {
                            assertThat(town.asked(id))
                                    .as(
                                            "%s: %s lies in '%s', not in %s",
                                            where, id, region, residency)
                                    .isZero();
                            seen.merge("somebody outside would have served", 1, Integer::sum);
                        }
                    });
        }

        private static void count(
                Map<String, Integer> seen, Dispatched dispatched, Resolution leads) {
            switch (dispatched) {
                case Dispatched.Answered answered -> {
                    seen.merge("served", 1, Integer::sum);
                    if (leads.isOfModel()) {
                        seen.merge("by its model", 1, Integer::sum);
                    } else if (leads.instead() != null) {
                        seen.merge("by default", 1, Integer::sum);
                    }
                    if (answered.served().tries().fallbacks() > 0) {
                        seen.merge("after a fallback", 1, Integer::sum);
                    }
                }
                case Dispatched.Unserved unserved ->
                        seen.merge(unserved.refusal().getClass().getSimpleName(), 1, Integer::sum);
            }
        }

        private void fail() {
            List<String> ids = List.copyOf(regions.keySet());
            String id = one(ids);
            if (random.nextBoolean()) {
                town.upstream(id).mending();
            } else {
                Fault.Kind[] kinds = Fault.Kind.values();
                town.fails(id, kinds[random.nextInt(kinds.length)]);
            }
        }

        /** A group, an alias, a model, nothing at all, or a deployment by its id. */
        private String name() {
            return switch (random.nextInt(5)) {
                case 0 -> one(GROUPS);
                case 1 -> "alias0";
                case 2 -> one(MODELS);
                case 3 -> "nothing-is-called-so";
                default -> one(List.copyOf(regions.keySet()));
            };
        }

        private Wishes wishes() {
            Elsewhere elsewhere = null;
            if (random.nextInt(3) == 0) {
                List<Fallback> list = new ArrayList<>();
                list.add(new Fallback(new ModelName(name()), List.of()));
                list.add(new Fallback(new ModelName(name()), List.of()));
                elsewhere = new Elsewhere(list, Map.of());
            }
            return new Wishes(
                    elsewhere,
                    random.nextInt(8) == 0,
                    random.nextBoolean() ? null : random.nextInt(4),
                    null,
                    null,
                    some(TAGS, 2),
                    random.nextBoolean() ? "session" : null,
                    null);
        }

        private List<ModelName> names(int many) {
            List<ModelName> names = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                names.add(new ModelName(random.nextInt(4) == 0 ? one(MODELS) : one(GROUPS)));
            }
            return names;
        }

        private String one(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }

        private Set<String> some(List<String> of, int most) {
            List<String> some = new ArrayList<>();
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                some.add(one(of));
            }
            return Set.copyOf(some);
        }
    }
}
