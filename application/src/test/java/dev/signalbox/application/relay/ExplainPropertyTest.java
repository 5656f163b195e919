package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driving.ExplainRoute.Candidate;
import dev.signalbox.application.driving.ExplainRoute.Explanation;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * In 10,000 random configurations what is explained is what then happens: the same verdict, and a
 * call that is let in goes to one of the deployments said to be in. Explaining asks no upstream.
 * The seed is in the test's name.
 */
class ExplainPropertyTest {

    private static final int WORLDS = 2_000;
    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");
    private static final List<String> NAMES =
            List.of("a", "b", "c", "az/a", "az/b", "az/gpt-4", "x-eu", "beta");
    private static final List<String> GROUPS =
            List.of("a", "b", "az/a", "x-eu", "*", "az/*", "az/gpt-*", "*-eu");
    private static final List<String> MODELS = List.of("c", "az/gpt-4", "x-eu", "m");
    private static final List<String> ENTRIES =
            List.of(
                    "a",
                    "b",
                    "c",
                    "az/*",
                    "*-eu",
                    "az/gpt-4",
                    "beta",
                    "gold",
                    "*",
                    "all-team-models",
                    "all-proxy-models",
                    "no-default-models");
    private static final List<String> ROUTES =
            List.of("/v1/chat/completions", "/v1/embeddings", "llm_api_routes", "/key/*", "/v1/*");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 20261126})
    void whatIsExplainedIsWhatHappens(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> seen = new TreeMap<>();
        for (int world = 0; world < WORLDS; world++) {
            World here = new World(random);
            for (int call = 0; call < 3; call++) {
                String asked = oneOf(random, NAMES);
                Endpoint endpoint = Endpoint.values()[random.nextInt(3)];
                Credential credential = random.nextInt(8) == 0 ? MASTER : here.credential;
                String what = here.compare(credential, endpoint, new ModelName(asked), world);
                seen.merge(what, 1, Integer::sum);
            }
        }
        // The worlds are not all alike: each way of being served or refused is among them.
        assertThat(seen.keySet())
                .contains(
                        "served",
                        "UnknownModel",
                        "RouteNotAllowed",
                        "KEY",
                        "TEAM",
                        "USER",
                        "a model's deployment",
                        "served by default",
                        "a pattern's deployment");
    }

    private static List<String> someOf(Random random, List<String> texts, int oneIn) {
        List<String> some = new ArrayList<>(texts);
        some.removeIf(text -> random.nextInt(oneIn) != 0);
        return some;
    }

    private static String oneOf(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static Map<String, String> aliases(Random random) {
        Map<String, String> aliases = new HashMap<>();
        someOf(random, NAMES, 4).forEach(name -> aliases.put(name, oneOf(random, NAMES)));
        return aliases;
    }

    private static List<String> list(Random random) {
        return random.nextBoolean() ? List.of() : someOf(random, ENTRIES, 4);
    }

    /** One gateway without its adapters. */
    private static final class World {
        private final ScriptedUpstream upstream = new ScriptedUpstream();
        private final Credential credential;
        private final Gate gate;
        private final CallRelay relay;
        private final RouteExplainer explainer;
        private final String shown;

        private World(Random random) {
            credential = Credential.mint(random);
            Team team = Teams.team("t", aliases(random), list(random));
            ModelList owned = new ModelList(list(random));
            Key key =
                    Teams.aliased(
                            Teams.key(
                                    credential,
                                    random.nextInt(4) == 0 ? null : "t",
                                    list(random).toArray(String[]::new)),
                            aliases(random));
            if (random.nextInt(4) == 0) {
                key = Teams.routed(key, someOf(random, ROUTES, 2).toArray(String[]::new));
            }
            if (random.nextBoolean()) {
                key = ownedBy(key, owned);
            }
            Directory.Models models = models(random, upstream);
            Key stored = key;
            InMemoryRegistry registry = new InMemoryRegistry();
            registry.change(
                    Author.SIGNALBOX,
                    edit -> {
                        edit.put(
                                new User(
                                        new User.Id("u"),
                                        null,
                                        null,
                                        User.Role.MEMBER,
                                        owned,
                                        Limits.NONE,
                                        FreeJson.EMPTY,
                                        Teams.LONG_AGO,
                                        Teams.LONG_AGO));
                        edit.put(team);
                        edit.put(stored);
                        return stored;
                    });
            LiveDirectory live = LiveDirectory.open(registry, models, 100);
            Fallbacks fallbacks =
                    new Fallbacks(
                            Map.of(),
                            null,
                            null,
                            someOf(random, NAMES, 8).stream().map(ModelName::new).toList(),
                            5,
                            random.nextBoolean(),
                            false);
            RoutingKit kit =
                    new RoutingKit(
                            RoutingPolicy.DEFAULT.withFallbacks(fallbacks),
                            new Random(random.nextLong()));
            Signpost signpost = new Signpost(new Canaries(), whose -> fallbacks);
            gate = new Gate(live, MASTER.hash(), new StoppedClock(), signpost);
            relay =
                    new CallRelay(
                            RoutingKit.entrance(gate),
                            kit.dispatcher(),
                            new ArmWatch(new Canaries(), () -> 0),
                            Naming.AS_SERVED);
            explainer = new RouteExplainer(live, kit.preview(), signpost, request -> List.of());
            shown = stored + " " + team + " " + models.groups() + " " + models.names();
        }

        private static Key ownedBy(Key key, ModelList models) {
            return key.withOwner(
                    new Key.Owner(new User.Id("u"), User.Role.MEMBER, models, Limits.NONE));
        }

        private static Directory.Models models(Random random, Upstream upstream) {
            Map<ModelName, ModelGroup> groups = new HashMap<>();
            Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
            for (String name : someOf(random, GROUPS, 2)) {
                List<Deployment> deployments = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    deployments.add(deployment(random, name, i));
                    upstreams.put(deployments.getLast().id(), upstream);
                }
                groups.put(new ModelName(name), new ModelGroup(new ModelName(name), deployments));
            }
            return new Directory.Models(
                    groups,
                    upstreams,
                    new Directory.Names(
                            Teams.aliases(aliases(random)),
                            Teams.aliases(aliases(random)),
                            Set.of()));
        }

        private static Deployment deployment(Random random, String group, int index) {
            boolean open = group.contains("*") && random.nextBoolean();
            return new Deployment(
                    new Deployment.Id(group + "-" + index),
                    new Deployment.Provider("azure"),
                    open ? "m-*" : "m",
                    "https://host",
                    Deployment.Terms.NONE.draft().weight(1.0 + random.nextInt(3)).done(),
                    new Deployment.About(
                            FreeJson.EMPTY,
                            FreeJson.EMPTY,
                            Set.copyOf(someOf(random, List.of("gold", "beta"), 3)),
                            random.nextBoolean(),
                            open ? "m-*" : oneOf(random, MODELS)));
        }

        /** What became of it, in a word. */
        private String compare(Credential shows, Endpoint endpoint, ModelName asked, int world) {
            int before = upstream.orders().size();
            Caller caller = ((IdentifyCaller.Known) gate.identify(shows)).caller();
            Call model = Models.call(shows, asked.text());
            Call call = new Call("id", endpoint, shows, asked, false, model.body());
            Explanation told = explainer.explain(caller, call);
            assertThat(upstream.orders()).as("explaining asks nobody").hasSize(before);

            Outcome outcome = relay.relay(call, new RecordingSink());

            String where = "world " + world + ": " + shown + " asked " + asked + " " + endpoint;
            return switch (outcome) {
                case Outcome.Refused refused -> {
                    assertThat(told.refusal()).as(where).isEqualTo(refused.refusal());
                    assertThat(told.deployments()).as(where).isEmpty();
                    assertThat(upstream.orders()).as(where).hasSize(before);
                    yield refused.refusal() instanceof Refusal.ModelNotAllowed denied
                            ? denied.owner().name()
                            : refused.refusal().getClass().getSimpleName();
                }
                case Outcome.Relayed relayed -> {
                    assertThat(told.refusal()).as(where).isNull();
                    assertThat(told.resolution().group().name())
                            .as(where)
                            .isEqualTo(relayed.served().group());
                    assertThat(
                                    told.deployments().stream()
                                            .filter(Candidate::in)
                                            .map(Candidate::deployment))
                            .as(where)
                            .contains(relayed.served().deployment());
                    assertThat(upstream.orders()).as(where).hasSize(before + 1);
                    assertThat(relayed.served().deployment().model()).doesNotContain("*");
                    if (told.resolution().instead() != null) {
                        assertThat(relayed.served().tries().fallbacks()).isZero();
                        yield "served by default";
                    }
                    if (told.resolution().isOfModel()) {
                        assertThat(relayed.served().deployment().about().model())
                                .isEqualTo(told.resolution().name().text());
                        yield "a model's deployment";
                    }
                    yield relayed.served().group().text().contains("*")
                            ? "a pattern's deployment"
                            : "served";
                }
            };
        }
    }
}
