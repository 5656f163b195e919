package dev.signalbox.application.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.admin.ManageKeys.Change;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Whatever a team's admin or a user asks for, the key that they get can do no more than theirs. */
class GivingPropertyTest {

    private static final List<String> GROUPS = List.of("a", "ab", "bb", "c", "d");

    /** A group of many names, and a model access group that has a name like theirs. */
    private static final String WIDE = "w*";

    private static final String ACCESS_GROUP = "aab";
    private static final List<String> NAMES =
            List.of("a", "ab", "aab", "bb", "c", "d", "wa", "wab", "x", "y");
    private static final List<String> ENTRIES =
            List.of(
                    "a",
                    "ab",
                    "bb",
                    "c",
                    "x",
                    "wa",
                    "aab",
                    "a*",
                    "*b",
                    "a*b",
                    "w*",
                    "wa*",
                    "**",
                    "*",
                    "all-proxy-models",
                    "all-team-models");
    private static final User.Id LEA = new User.Id("lea");

    private final StoppedClock clock = new StoppedClock();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nobodyGivesMoreThanTheyHave(long seed) {
        Random random = new Random(seed);
        int granted = 0;
        for (int world = 0; world < 1_500; world++) {
            granted += new World(random, "seed " + seed + ", world " + world).givesNoMore() ? 1 : 0;
        }
        assertThat(granted).as("seed %d", seed).isGreaterThan(100);
    }

    /** All of the groups; the last one is in the model access group. */
    private static Directory.Models models() {
        List<String> names = new ArrayList<>(GROUPS);
        names.add(WIDE);
        Directory.Models plain = Models.groups(new ScriptedUpstream(), names);
        Map<ModelName, ModelGroup> groups = new HashMap<>(plain.groups());
        ModelName last = new ModelName(GROUPS.getLast());
        Deployment deployment = Models.deployment(last.text());
        Deployment.About about =
                new Deployment.About(
                        FreeJson.EMPTY, FreeJson.EMPTY, Set.of(ACCESS_GROUP), false, null);
        Deployment inAccessGroup =
                new Deployment(
                        deployment.id(),
                        deployment.provider(),
                        deployment.model(),
                        deployment.address(),
                        deployment.terms(),
                        about);
        groups.put(last, new ModelGroup(last, List.of(inAccessGroup)));
        return new Directory.Models(groups, plain.upstreams());
    }

    /** One team, its admin with a key of her own, and a wish. */
    private final class World {
        private final Random random;
        private final String name;
        private final InMemoryRegistry registry = new InMemoryRegistry();
        private final LiveDirectory live = LiveDirectory.open(registry, models(), 100);
        private final KeyAdmin keys =
                new KeyAdmin(
                        new Changes(registry, live, ScriptedSettings.RULES),
                        Credential.of("sk-the-master-key-of-this-test").hash(),
                        clock,
                        new Random(7));
        private final Team team;
        private final Key own;

        World(Random random, String name) {
            this.random = random;
            this.name = name;
            boolean personal = random.nextBoolean();
            this.team =
                    Teams.team("t", aliases(), entries())
                            .withMembers(List.of(new Team.Member(LEA, null, true)), Teams.LONG_AGO);
            this.own = owned(Teams.key(Teams.credential(1), personal ? null : "t"), scope());
            registry.<Boolean>change(
                    Author.SIGNALBOX,
                    edit -> {
                        edit.put(team);
                        edit.put(own);
                        return true;
                    });
            live.refresh();
        }

        /** Whether a key was given at all. */
        boolean givesNoMore() {
            Caller.Member caller =
                    new Caller.Member(
                            own, own.team() == null ? null : live.present().team(team.id()));
            Actor actor = new Actor(caller, "127.0.0.1", null);
            Verdict<IssuedKey> verdict = keys.issue(actor, wish(scope()));
            if (!(verdict instanceof Granted<IssuedKey> issued)) {
                return false;
            }
            check(issued.value().key());
            Scope more = scope();
            Verdict<Key> changed =
                    keys.change(
                            actor,
                            issued.value().key().hash(),
                            new Change(null, null, null, null, before -> more, null, null, null));
            if (changed instanceof Granted<Key> granted) {
                check(granted.value());
            }
            return true;
        }

        private void check(Key child) {
            String wish = name + ": " + own + " gave " + child + " in " + team;
            assertThat(served(owned(child, Scope.of(child)))).as(wish).isSubsetOf(reachOfOwn());
            for (Limit limit : Limit.values()) {
                BigDecimal most = own.limits().of(limit);
                if (limit.binds() && most != null) {
                    assertThat(child.limits().of(limit)).as(wish).isNotNull();
                    assertThat(child.limits().of(limit)).as(wish).isLessThanOrEqualTo(most);
                }
            }
            if (own.expires() != null) {
                assertThat(child.expires()).as(wish).isNotNull();
                assertThat(child.expires()).as(wish).isBeforeOrEqualTo(own.expires());
            }
            if (!own.routes().entries().isEmpty()) {
                assertThat(own.routes().entries()).as(wish).containsAll(child.routes().entries());
                assertThat(child.routes().entries()).as(wish).isNotEmpty();
            }
            assertThat(child.team()).as(wish).isEqualTo(team.id());
        }

        /** With her own names for models, and without: she can always leave them out. */
        private Set<String> reachOfOwn() {
            Set<String> reach = served(inTeam(own));
            Scope bare = Scope.of(own).withAliases(Aliases.NONE);
            reach.addAll(served(inTeam(owned(own, bare))));
            return reach;
        }

        /** The names of groups that a key of the team reaches, under whatever alias. */
        private Set<String> served(Key key) {
            Directory directory = live.present();
            Caller.Member member = new Caller.Member(key, directory.team(team.id()));
            Set<String> served = new TreeSet<>();
            for (String text : NAMES) {
                Resolution resolution = directory.resolve(member, new ModelName(text));
                if (resolution.group() != null
                        && AccessRule.firstRefusal(member, resolution) == null) {
                    served.add(resolution.name().text());
                }
            }
            return served;
        }

        private NewKey wish(Scope scope) {
            return new NewKey(
                    null,
                    null,
                    team.id(),
                    null,
                    false,
                    scope,
                    false,
                    RoutingTerms.NONE,
                    FreeJson.EMPTY);
        }

        /** The same key, as if it were the team's: as far as it reaches there. */
        private Key inTeam(Key key) {
            return new Scope(key.models(), key.aliases(), key.routes(), key.limits(), null)
                    .on(key.withTeam(team.id()));
        }

        private Key owned(Key key, Scope scope) {
            return scope.on(key.withOwner(Key.Owner.stranger(LEA)));
        }

        private Scope scope() {
            return new Scope(
                    new ModelList(entries()),
                    Teams.aliases(aliases()),
                    routes(),
                    limits(),
                    expires());
        }

        private List<String> entries() {
            List<String> entries = new ArrayList<>();
            int count = random.nextInt(3);
            for (int i = 0; i < count; i++) {
                entries.add(ENTRIES.get(random.nextInt(ENTRIES.size())));
            }
            return entries;
        }

        private Map<String, String> aliases() {
            Map<String, String> aliases = new HashMap<>();
            for (String alias : List.of("x", "y")) {
                if (random.nextInt(3) == 0) {
                    aliases.put(alias, GROUPS.get(random.nextInt(GROUPS.size())));
                }
            }
            return aliases;
        }

        private RouteList routes() {
            return switch (random.nextInt(4)) {
                case 0 -> new RouteList(List.of("llm_api_routes"));
                case 1 -> new RouteList(List.of("llm_api_routes", "/key/info"));
                default -> RouteList.EVERYTHING;
            };
        }

        private Limits limits() {
            Limits limits = Limits.NONE;
            for (Limit limit : Limit.values()) {
                if (random.nextInt(3) == 0) {
                    limits = limits.with(limit, BigDecimal.valueOf(random.nextInt(5)));
                }
            }
            return limits;
        }

        private @Nullable Instant expires() {
            return random.nextInt(3) == 0
                    ? clock.instant().plus(Duration.ofDays(1 + random.nextInt(5)))
                    : null;
        }
    }
}
