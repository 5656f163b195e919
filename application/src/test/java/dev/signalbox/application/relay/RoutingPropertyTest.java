package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.directory.LiveDirectory;
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
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random teams, keys, aliases and groups: what a call reaches is what the words of the rule say,
 * written down here a second time and as plainly as can be. The seed is in the test's name.
 */
class RoutingPropertyTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 20261123})
    void aCallReachesTheGroupThatTheRulesPredictAndNoOther(long seed) {
        Random random = new Random(seed);
        for (int world = 0; world < 200; world++) {
            askEverything(random, world);
        }
    }

    private static void askEverything(Random random, int world) {
        Set<String> groups = new TreeSet<>(someOf(random, NAMES));
        Map<String, String> aliases = new HashMap<>();
        someOf(random, NAMES).forEach(name -> aliases.put(name, oneOf(random, NAMES)));
        Team team = Teams.team("t", aliases, list(random));
        Credential credential = Credential.mint(random);
        Key key = Teams.key(credential, "t", list(random).toArray(String[]::new));
        World here = new World(groups, team, key);
        for (String asked : NAMES) {
            String expected = prediction(groups, aliases, team, key, asked);
            assertThat(here.reached(credential, asked))
                    .as("world %s: groups %s, %s, %s, asked %s", world, groups, team, key, asked)
                    .isEqualTo(expected);
            assertThat(here.listed().contains(asked))
                    .as("world %s lists %s", world, asked)
                    .isEqualTo(groups.contains(expected));
        }
    }

    /** The group's name, or in words why there is none. */
    private static String prediction(
            Set<String> groups, Map<String, String> aliases, Team team, Key key, String asked) {
        List<String> keyList = key.models().entries();
        List<String> teamList = team.models().entries();
        boolean alias = aliases.containsKey(asked);
        String target = alias ? aliases.get(asked) : asked;
        boolean keyAllows =
                keyList.isEmpty()
                        || keyList.contains("*")
                        || keyList.contains("all-team-models")
                        || keyList.contains(asked)
                        || (alias && keyList.contains(target));
        boolean teamAllows =
                alias || teamList.isEmpty() || teamList.contains("*") || teamList.contains(asked);
        if (!keyAllows || !teamAllows) {
            return "not allowed";
        }
        return groups.contains(target) ? target : "unknown";
    }

    private static List<String> list(Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> List.of();
            case 2 -> List.of("all-team-models");
            case 3 -> List.of(oneOf(random, NAMES), "*");
            default -> someOf(random, NAMES);
        };
    }

    private static List<String> someOf(Random random, List<String> names) {
        List<String> some = new ArrayList<>();
        for (String name : names) {
            if (random.nextInt(3) == 0) {
                some.add(name);
            }
        }
        return some;
    }

    private static String oneOf(Random random, List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    /** One gateway without its adapters. */
    private static final class World {
        private final ScriptedUpstream upstream = new ScriptedUpstream();
        private final Caller caller;
        private final CallRelay relay;
        private final CallableModels models;

        private World(Set<String> groups, Team team, Key key) {
            InMemoryRegistry registry = new InMemoryRegistry();
            registry.change(
                    Author.SIGNALBOX,
                    edit -> {
                        edit.put(team);
                        edit.put(key);
                        return key;
                    });
            StoppedClock clock = new StoppedClock();
            LiveDirectory live = LiveDirectory.open(registry, Models.groups(upstream, groups), 100);
            caller = new Caller.Member(key, team);
            relay =
                    new CallRelay(
                            RoutingKit.entrance(new Gate(live, MASTER.hash(), clock)),
                            new RoutingKit(RoutingPolicy.DEFAULT, new Random(0)).dispatcher(),
                            new ArmWatch(new Canaries(), () -> 0),
                            Naming.AS_SERVED);
            models = new CallableModels(live, clock);
        }

        private List<String> listed() {
            return models.callableBy(caller).stream().map(ModelName::text).toList();
        }

        private String reached(Credential credential, String asked) {
            int before = upstream.orders().size();
            Outcome outcome = relay.relay(Models.call(credential, asked), new RecordingSink());
            int calls = upstream.orders().size() - before;
            return switch (outcome) {
                case Outcome.Relayed relayed -> {
                    assertThat(calls).isEqualTo(1);
                    yield relayed.served().group().text();
                }
                case Outcome.Refused refused -> {
                    assertThat(calls).isZero();
                    yield refused.refusal() instanceof Refusal.UnknownModel
                            ? "unknown"
                            : "not allowed";
                }
            };
        }
    }
}
