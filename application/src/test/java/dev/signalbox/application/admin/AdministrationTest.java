package dev.signalbox.application.admin;

import static dev.signalbox.application.testkit.Callers.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.admin.reading.KeyReader;
import dev.signalbox.application.admin.reading.TeamReader;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ReportHealth.Stage;
import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.ManageTeams.Change;
import dev.signalbox.application.driving.admin.ManageTeams.NewTeam;
import dev.signalbox.application.driving.admin.ReadTeams.TeamView;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.driving.admin.Verdict.Objected;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class AdministrationTest {

    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");

    private static final Actor ADMIN = new Actor(new Caller.Master(), "127.0.0.1", null);
    private static final PageWish BY_NAME = new PageWish(1, 100, PageWish.Order.NAME, false);

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final LiveDirectory live =
            LiveDirectory.open(
                    registry, Models.groups(new ScriptedUpstream(), List.of("eu", "world")), 100);
    private final AtomicInteger ids = new AtomicInteger();
    private final Changes changes = new Changes(registry, live, ScriptedSettings.RULES);
    private final TeamAdmin teams =
            new TeamAdmin(
                    changes, registry, new Makings(clock, () -> "team-" + ids.incrementAndGet()));
    private final KeyAdmin keys = new KeyAdmin(changes, MASTER.hash(), clock, new Random(1));

    private final TeamReader readTeams = new TeamReader(changes, registry);
    private final KeyReader readKeys = new KeyReader(changes, registry, registry);

    private static <T> T granted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Granted.class);
        return ((Granted<T>) verdict).value();
    }

    private static void assertObjected(Verdict<?> verdict, Objection objection) {
        assertThat(verdict).isEqualTo(new Objected<>(objection));
    }

    private static NewTeam newTeam(@Nullable String id, Map<String, String> aliases) {
        return new NewTeam(
                id == null ? null : new Team.Id(id),
                "a name",
                ModelList.EVERYTHING,
                Teams.aliases(aliases),
                List.of(),
                Limits.NONE,
                false,
                RoutingTerms.NONE,
                FreeJson.EMPTY);
    }

    private static NewKey newKey(
            @Nullable String own, @Nullable String name, @Nullable String team) {
        return new NewKey(
                own == null ? null : Credential.of(own),
                name,
                team == null ? null : new Team.Id(team),
                null,
                false,
                scope(null),
                false,
                RoutingTerms.NONE,
                FreeJson.EMPTY);
    }

    private static Scope scope(@Nullable Instant expires) {
        return new Scope(
                ModelList.EVERYTHING, Aliases.NONE, RouteList.EVERYTHING, Limits.NONE, expires);
    }

    @Nested
    class OfTeams {

        @Test
        void aNewTeamIsEffectiveBeforeItIsAnswered() {
            Team team = granted(teams.create(ADMIN, newTeam(null, Map.of("gpt", "eu"))));
            assertThat(team.id()).isEqualTo(new Team.Id("team-1"));
            assertThat(team.createdAt()).isEqualTo(clock.instant());
            assertThat(live.present().team(team.id())).isEqualTo(team);
        }

        @Test
        void anIdIsGivenOnce() {
            granted(teams.create(ADMIN, newTeam("mine", Map.of())));
            assertObjected(
                    teams.create(ADMIN, newTeam("mine", Map.of())),
                    new Objection.TeamExists(new Team.Id("mine")));
        }

        @Test
        void anAliasToNowhereIsRefusedWithTheGroupsThatExist() {
            Objection objection =
                    new Objection.AliasToNowhere(
                            "model_aliases",
                            Map.of(new ModelName("gpt"), new ModelName("moon")),
                            Set.of(new ModelName("eu"), new ModelName("world")));
            assertObjected(
                    teams.create(ADMIN, newTeam("t", Map.of("gpt", "moon", "x", "eu"))), objection);
            assertThat(live.present().team(new Team.Id("t"))).isNull();
        }

        @Test
        void everyGroupOfAnAliasForSeveralExists() {
            Team team = granted(teams.create(ADMIN, newTeam("t", Map.of())));
            assertObjected(
                    teams.change(
                            ADMIN,
                            team.id(),
                            Change.ofAliases(Teams.splitting("gpt", "eu:9 moon:1"))),
                    new Objection.AliasToNowhere(
                            "model_aliases",
                            Map.of(new ModelName("gpt"), new ModelName("moon")),
                            Set.of(new ModelName("eu"), new ModelName("world"))));
        }

        @Test
        void anAliasMayNotNameAnotherAlias() {
            assertThat(teams.create(ADMIN, newTeam("t", Map.of("a", "b", "b", "eu"))))
                    .isInstanceOf(Objected.class);
        }

        @Test
        void onlyWhatIsSaidIsChanged() {
            Team before = granted(teams.create(ADMIN, newTeam("t", Map.of("gpt", "eu"))));
            clock.advance(Duration.ofMinutes(1));
            Team after = granted(teams.change(ADMIN, before.id(), Change.blocking(true)));
            assertThat(after.blocked()).isTrue();
            assertThat(after.aliases()).isEqualTo(before.aliases());
            assertThat(after.name()).isEqualTo(before.name());
            assertThat(after.createdAt()).isEqualTo(before.createdAt());
            assertThat(after.updatedAt()).isEqualTo(clock.instant());
            assertThat(live.present().team(before.id())).isEqualTo(after);
        }

        @Test
        void aliasesAreReplacedAsAWhole() {
            Team team = granted(teams.create(ADMIN, newTeam("t", Map.of("gpt", "eu", "x", "eu"))));
            Aliases replaced = Teams.aliases(Map.of("gpt", "world"));
            Team after = granted(teams.change(ADMIN, team.id(), Change.ofAliases(replaced)));
            assertThat(after.aliases()).isEqualTo(replaced);
        }

        @Test
        void aDeletedTeamsKeysAreNobodysAtOnce() {
            Team team = granted(teams.create(ADMIN, newTeam("t", Map.of())));
            IssuedKey issued = granted(keys.issue(ADMIN, newKey(null, null, "t")));
            Key key = issued.key();
            assertThat(caller(live, issued.credential())).isEqualTo(new Caller.Member(key, team));
            granted(teams.delete(ADMIN, List.of(team.id())));
            assertThat(caller(live, issued.credential())).isNull();
            assertThat(live.present().team(team.id())).isNull();
        }

        @Test
        void ofManyTeamsAllAreDeletedOrNone() {
            granted(teams.create(ADMIN, newTeam("t", Map.of())));
            Team.Id unknown = new Team.Id("unknown");
            assertObjected(
                    teams.delete(ADMIN, List.of(new Team.Id("t"), unknown)),
                    new Objection.NoSuchTeam(unknown));
            assertThat(live.present().team(new Team.Id("t"))).isNotNull();
        }

        @Test
        void aTeamIsShownWithItsKeysAndItsDanglingAliases() {
            registry.change(
                    Author.SIGNALBOX,
                    edit -> {
                        edit.put(Teams.team("t", Map.of("gpt", "eu", "old", "vanished")));
                        return edit;
                    });
            live.refresh();
            Key key = granted(keys.issue(ADMIN, newKey(null, null, "t"))).key();
            TeamView view = granted(readTeams.look(ADMIN, new Team.Id("t")));
            assertThat(view.keys()).containsExactly(key);
            assertThat(view.dangling())
                    .containsExactly(Map.entry(new ModelName("old"), new ModelName("vanished")));
            assertThat(granted(readTeams.page(ADMIN, TeamFilter.ALL, BY_NAME)).rows())
                    .containsExactly(view);
        }

        @Test
        void teamsAreListedByNameAndId() {
            for (String id : List.of("c", "a", "b")) {
                granted(teams.create(ADMIN, newTeam(id, Map.of())));
            }
            assertThat(granted(readTeams.page(ADMIN, TeamFilter.ALL, BY_NAME)).rows())
                    .extracting(view -> view.team().id().text())
                    .containsExactly("a", "b", "c");
        }

        @Test
        void nothingIsChangedWhileTheRegistryIsAway() {
            registry.away(true);
            assertObjected(
                    teams.create(ADMIN, newTeam("t", Map.of())), new Objection.RegistryAway());
            assertObjected(
                    readTeams.page(ADMIN, TeamFilter.ALL, BY_NAME), new Objection.RegistryAway());
        }
    }

    @Nested
    class OfKeys {

        @Test
        void aKeyIsShownOnceAndStoredAsItsHash() {
            granted(teams.create(ADMIN, newTeam("t", Map.of())));
            IssuedKey issued = granted(keys.issue(ADMIN, newKey(null, "first", "t")));
            assertThat(issued.key().hash()).isEqualTo(issued.credential().hash());
            assertThat(issued.key().label()).endsWith(issued.credential().reveal().substring(40));
            assertThat(issued.key().toString()).doesNotContain(issued.credential().reveal());
            assertThat(granted(readKeys.look(ADMIN, issued.key().hash()))).isEqualTo(issued.key());
        }

        @Test
        void aKeyForAnUnknownTeamIsRefused() {
            assertObjected(
                    keys.issue(ADMIN, newKey(null, null, "mistyped")),
                    new Objection.NoSuchTeam(new Team.Id("mistyped")));
        }

        @Test
        void aCallersOwnKeyIsTaken() {
            IssuedKey issued =
                    granted(keys.issue(ADMIN, newKey("my-own-key-123456789", null, null)));
            assertThat(issued.credential().reveal()).isEqualTo("my-own-key-123456789");
        }

        @Test
        void aDuplicateIsRefused() {
            granted(keys.issue(ADMIN, newKey("my-own-key-123456789", null, null)));
            assertObjected(
                    keys.issue(ADMIN, newKey("my-own-key-123456789", null, null)),
                    new Objection.KeyExists());
        }

        @Test
        void whatCannotBeAKeyIsRefused() {
            for (String unfit :
                    List.of(
                            "nineteen-characters",
                            "with a space in between",
                            "with-an-ümlaut-in-between",
                            "x".repeat(257),
                            MASTER.reveal(),
                            Teams.credential(1).reveal().substring(0, 43) + "!")) {
                Verdict<IssuedKey> verdict = keys.issue(ADMIN, newKey(unfit, null, null));
                assertThat(verdict).as(unfit).isInstanceOf(Objected.class);
                assertThat(((Objected<IssuedKey>) verdict).objection())
                        .isInstanceOf(Objection.UnfitKey.class);
            }
        }

        @Test
        void aNameIsGivenOnce() {
            granted(keys.issue(ADMIN, newKey(null, "first", null)));
            assertObjected(
                    keys.issue(ADMIN, newKey(null, "first", null)),
                    new Objection.KeyNameTaken("first"));
        }

        @Test
        void aKeyWithALifetimeEnds() {
            NewKey wanted =
                    new NewKey(
                            null,
                            null,
                            null,
                            null,
                            false,
                            scope(clock.instant().plus(Duration.ofDays(1))),
                            false,
                            RoutingTerms.NONE,
                            FreeJson.EMPTY);
            assertThat(granted(keys.issue(ADMIN, wanted)).key().expires())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(1)));
        }

        @Test
        void aBlockedKeyIsBlockedAtOnceAndCanBeLetInAgain() {
            IssuedKey issued = granted(keys.issue(ADMIN, newKey(null, null, null)));
            Key key = issued.key();
            assertThat(caller(live, issued.credential())).isEqualTo(new Caller.Member(key, null));
            Key blocked =
                    granted(keys.change(ADMIN, key.hash(), ManageKeys.Change.blocking(true, null)));
            assertThat(blocked.blocked()).isTrue();
            assertThat(caller(live, issued.credential()))
                    .isEqualTo(new Caller.Member(blocked, null));
            assertThat(
                            granted(
                                            keys.change(
                                                    ADMIN,
                                                    key.hash(),
                                                    ManageKeys.Change.blocking(false, null)))
                                    .blocked())
                    .isFalse();
        }

        @Test
        void aDeletedKeyIsNobodysAtOnce() {
            IssuedKey issued = granted(keys.issue(ADMIN, newKey(null, null, null)));
            Key key = issued.key();
            assertThat(caller(live, issued.credential())).isNotNull();
            granted(keys.delete(ADMIN, List.of(new ManageKeys.Which.Hashed(key.hash()))));
            assertThat(caller(live, issued.credential())).isNull();
            assertObjected(
                    keys.delete(ADMIN, List.of(new ManageKeys.Which.Hashed(key.hash()))),
                    new Objection.NoSuchKey());
            assertObjected(readKeys.look(ADMIN, key.hash()), new Objection.NoSuchKey());
        }
    }

    @Nested
    class OfHealth {

        private final HealthReport health = new HealthReport(registry, live);

        @Test
        void itServesBetweenItsStartAndItsEnd() {
            assertThat(health.report().serving()).isFalse();
            health.enter(Stage.SERVING);
            assertThat(health.report().serving()).isTrue();
            health.enter(Stage.DRAINING);
            assertThat(health.report().serving()).isFalse();
        }

        @Test
        void itServesWhileTheRegistryIsAwayAndSaysThatItIs() {
            health.enter(Stage.SERVING);
            registry.away(true);
            assertThat(health.report().serving()).isTrue();
            assertThat(health.report().databaseAnswers()).isFalse();
        }

        @Test
        void withoutAGroupThereIsNothingToServe() {
            LiveDirectory empty =
                    LiveDirectory.open(
                            registry, Models.groups(new ScriptedUpstream(), List.of()), 1);
            HealthReport idle = new HealthReport(registry, empty);
            idle.enter(Stage.SERVING);
            assertThat(idle.report().serving()).isFalse();
        }
    }
}
