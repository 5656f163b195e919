package dev.signalbox.application.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.admin.models.ModelAdmin;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.driving.admin.Verdict.Objected;
import dev.signalbox.application.driving.admin.models.ManageModels;
import dev.signalbox.application.driving.admin.models.ManageModels.NewModel;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.OpenWorkshop;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection.OutsideResidency;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What leads a team's calls outside is refused to whoever writes it. */
class ResidencyTest {

    private static final Actor ADMIN = new Actor(new Caller.Master(), "127.0.0.1", null);
    private static final Team.Id ID = new Team.Id("t");
    private static final Deployment.Id STORED = new Deployment.Id("stored");
    private static final RoutingTerms EU =
            new RoutingTerms(Set.of(), Set.of("eu"), null, false, false);

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final OpenWorkshop workshop = new OpenWorkshop(new ScriptedUpstream());
    private final LiveDirectory live =
            LiveDirectory.open(
                    registry,
                    ModelShelf.of(
                            Models.lying(
                                    new ScriptedUpstream(),
                                    Map.of(
                                            "inside", "eu eu2",
                                            "mixed", "eu us",
                                            "outside", "us",
                                            "silent", "nowhere")),
                            workshop),
                    new Terms(100, null, Duration.ofSeconds(1), () -> 0, Runnable::run));
    private final Makings makings = new Makings(clock, () -> "new");
    private final Changes changes = new Changes(registry, live, ScriptedSettings.RULES);
    private final TeamAdmin teams = new TeamAdmin(changes, registry, makings);
    private final KeyAdmin keys =
            new KeyAdmin(
                    changes,
                    Credential.of("sk-the-master-key-of-this-test").hash(),
                    clock,
                    new Random(1));
    private final ModelAdmin models = new ModelAdmin(changes, workshop, makings, true);

    private Verdict<Team> team(RoutingTerms terms, Map<String, String> aliases) {
        return teams.create(
                ADMIN,
                new ManageTeams.NewTeam(
                        ID,
                        null,
                        ModelList.EVERYTHING,
                        Teams.aliases(aliases),
                        List.of(),
                        Limits.NONE,
                        false,
                        terms,
                        FreeJson.EMPTY));
    }

    private Verdict<Team> residency(RoutingTerms terms) {
        return teams.change(
                ADMIN,
                ID,
                new ManageTeams.Change(
                        null, null, null, null, null, null, null, (before, kept) -> terms));
    }

    private Verdict<IssuedKey> key(Map<String, String> aliases, RoutingTerms terms) {
        Key plain = Teams.aliased(Teams.key(Teams.credential(2), null), aliases);
        return keys.issue(
                ADMIN,
                new NewKey(
                        null,
                        null,
                        ID,
                        null,
                        false,
                        Scope.of(plain),
                        false,
                        terms,
                        FreeJson.EMPTY));
    }

    private Verdict<ManageModels.Result> model(String group, String region) {
        return models.create(
                ADMIN,
                new NewModel(
                        STORED,
                        new ModelName(group),
                        new FreeJson("{\"region_name\":\"" + region + "\"}"),
                        FreeJson.EMPTY));
    }

    private static @Nullable String outside(Verdict<?> verdict) {
        return verdict instanceof Objected<?> objected
                        && objected.objection() instanceof OutsideResidency outside
                ? outside.field() + " " + outside.name() + " " + outside.group()
                : null;
    }

    private static <T> T granted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Granted.class);
        return ((Granted<T>) verdict).value();
    }

    @Test
    void anAliasLeadsInside() {
        granted(team(EU, Map.of("a", "inside", "b", "mixed")));
        for (String group : List.of("outside", "silent")) {
            assertThat(
                            outside(
                                    teams.change(
                                            ADMIN,
                                            ID,
                                            ManageTeams.Change.ofAliases(
                                                    Teams.aliases(Map.of("a", group))))))
                    .isEqualTo("model_aliases a " + group);
        }
        assertThat(live.present().team(ID).aliases())
                .isEqualTo(Teams.aliases(Map.of("a", "inside", "b", "mixed")));
    }

    @Test
    void aNewTeamsAliasLeadsInside() {
        assertThat(outside(team(EU, Map.of("a", "outside")))).isEqualTo("model_aliases a outside");
        assertThat(live.present().team(ID)).isNull();
    }

    @Test
    void aTeamWithoutResidencyIsServedAnywhere() {
        granted(team(RoutingTerms.NONE, Map.of("a", "outside")));
        assertThat(outside(residency(EU))).isEqualTo("model_aliases a outside");
        granted(residency(new RoutingTerms(Set.of(), Set.of("us"), null, false, false)));
    }

    @Test
    void everyArmLeadsInside() {
        granted(team(EU, Map.of()));
        Verdict<Team> verdict =
                teams.change(
                        ADMIN,
                        ID,
                        ManageTeams.Change.ofAliases(Teams.splitting("a", "inside:999 outside:1")));
        assertThat(outside(verdict)).isEqualTo("model_aliases a outside");
    }

    @Test
    void whatATeamsAliasStandsForIsNoAliasAgain() {
        granted(team(EU, Map.of("a", "mixed", "mixed", "inside")));
        assertThat(
                        outside(
                                teams.change(
                                        ADMIN,
                                        ID,
                                        ManageTeams.Change.ofAliases(
                                                Teams.aliases(
                                                        Map.of(
                                                                "a", "outside", "outside",
                                                                "inside"))))))
                .isEqualTo("model_aliases a outside");
    }

    @Test
    void anAliasOfAKeyLeadsInside() {
        granted(team(EU, Map.of("theirs", "mixed")));
        assertThat(outside(key(Map.of("own", "outside"), RoutingTerms.NONE)))
                .isEqualTo("aliases own outside");
        granted(key(Map.of("own", "inside"), RoutingTerms.NONE));
    }

    @Test
    void aKeyWithAnAliasThatLeadsOutsideDoesNotJoin() {
        granted(team(EU, Map.of()));
        Team.Id other = new Team.Id("other");
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.team("other", Map.of()));
                    edit.put(
                            Teams.aliased(
                                    Teams.key(Teams.credential(3), "other"),
                                    Map.of("own", "outside")));
                    return true;
                });
        live.refresh();
        assertThat(
                        outside(
                                keys.change(
                                        ADMIN,
                                        Teams.credential(3).hash(),
                                        new ManageKeys.Change(
                                                null,
                                                null,
                                                before -> ID,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null))))
                .isEqualTo("aliases own outside");
        // Nor does its team become one whose calls stay inside.
        assertThat(
                        outside(
                                teams.change(
                                        ADMIN,
                                        other,
                                        new ManageTeams.Change(
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                (before, kept) -> EU))))
                .isEqualTo("aliases own outside");
    }

    @Test
    void aGroupDoesNotLoseItsLastDeploymentInside() {
        granted(model("stored", "eu"));
        granted(team(EU, Map.of("a", "stored")));
        assertThat(
                        outside(
                                models.change(
                                        ADMIN,
                                        STORED,
                                        new ManageModels.Change(
                                                null,
                                                new FreeJson("{\"region_name\":\"us\"}"),
                                                null))))
                .isEqualTo("model_aliases a stored");
        assertThat(live.present().deployment(STORED).terms().region()).isEqualTo("eu");
        // With nothing left there is nothing outside, either.
        granted(models.delete(ADMIN, STORED));
    }

    @Test
    void anAliasThatLedNowhereDoesNotComeToLeadOutside() {
        granted(model("stored", "eu"));
        granted(team(EU, Map.of("a", "stored")));
        granted(models.delete(ADMIN, STORED));
        assertThat(outside(model("stored", "us"))).isEqualTo("model_aliases a stored");
        granted(model("stored", "eu"));
    }

    @Test
    void whoServesOnlyInPartIsNamed() {
        Team team = granted(team(EU, Map.of("b", "mixed", "a", "inside")));
        assertThat(teams.remarks(team))
                .containsExactlyInAnyOrder(
                        "Of `inside`, which `a` leads to, only 1 of 2 may serve the team t: its"
                                + " calls stay in eu.",
                        "Of `mixed`, which `b` leads to, only 1 of 2 may serve the team t: its"
                                + " calls stay in eu.");
        assertThat(granted(model("inside", "us")).warnings())
                .containsExactly(
                        "Of `inside`, which `a` leads to, only 1 of 3 may serve the team t: its"
                                + " calls stay in eu.");
    }

    @Test
    void whatWasWrongBeforeDoesNotStandInTheWayOfOtherChanges() {
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.routed(Teams.team("t", Map.of("a", "outside")), EU));
                    return true;
                });
        live.refresh();
        granted(teams.change(ADMIN, ID, ManageTeams.Change.blocking(true)));
        granted(model("elsewhere", "us"));
    }
}
