package dev.signalbox.application.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.driving.admin.Verdict.Objected;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Who may say what about the way of calls. */
class WayOfCallsTest {

    private static final Actor ADMIN = new Actor(new Caller.Master(), "127.0.0.1", null);
    private static final User.Id LEA = new User.Id("lea");
    private static final Team.Id ID = new Team.Id("t");

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final LiveDirectory live =
            LiveDirectory.open(registry, Models.groups(new ScriptedUpstream(), List.of("eu")), 100);
    private final Changes changes = new Changes(registry, live, ScriptedSettings.RULES);
    private final TeamAdmin teams =
            new TeamAdmin(changes, registry, new Makings(clock, () -> "new"));
    private final KeyAdmin keys =
            new KeyAdmin(
                    changes,
                    Credential.of("sk-the-master-key-of-this-test").hash(),
                    clock,
                    new Random(1));

    @BeforeEach
    void aTeamWithAnAdminOfItsOwn() {
        Team team =
                Teams.team("t", Map.of())
                        .withMembers(List.of(new Team.Member(LEA, null, true)), Teams.LONG_AGO);
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(team);
                    return true;
                });
        live.refresh();
    }

    private static RoutingTerms settings(String text) {
        return new RoutingTerms(Set.of(), Set.of(), new FreeJson(text), false, false);
    }

    private static RoutingTerms tags(String... tags) {
        return new RoutingTerms(Set.of(tags), Set.of(), null, false, false);
    }

    private static ManageTeams.Change ofTeam(RoutingTerms terms) {
        return new ManageTeams.Change(
                null, null, null, null, null, null, null, (before, kept) -> terms);
    }

    private Actor lea(RoutingTerms own) {
        Key key =
                Teams.key(Teams.credential(1), "t")
                        .withOwner(Key.Owner.stranger(LEA))
                        .withRouting(own);
        return new Actor(new Caller.Member(key, live.present().team(ID)), "127.0.0.1", null);
    }

    private Verdict<IssuedKey> issue(Actor actor, RoutingTerms terms) {
        return keys.issue(
                actor,
                new NewKey(
                        null,
                        null,
                        ID,
                        null,
                        false,
                        Scope.of(Teams.key(Teams.credential(2), null)),
                        false,
                        terms,
                        FreeJson.EMPTY));
    }

    private static @Nullable String refusedField(Verdict<?> verdict) {
        return verdict instanceof Objected<?> objected
                        && objected.objection() instanceof Objection.MoreThanOwn more
                ? more.field()
                : null;
    }

    @Test
    void settingsThatMeanNothingAreNotStored() {
        Verdict<Team> verdict = teams.change(ADMIN, ID, ofTeam(settings("{\"wrong\":1}")));
        assertThat(verdict)
                .isEqualTo(
                        new Objected<>(
                                new Objection.UnfitSettings(
                                        List.of(
                                                "router_settings.wrong: there is no such"
                                                        + " setting."))));
        assertThat(issue(ADMIN, settings("{\"wrong\":1}"))).isInstanceOf(Objected.class);
    }

    @Test
    void whatSettingsDoNotDoIsSaid() {
        Verdict<Team> verdict = teams.change(ADMIN, ID, ofTeam(settings("{\"idle\":1}")));
        assertThat(verdict).isInstanceOf(Granted.class);
        assertThat(teams.remarks(((Granted<Team>) verdict).value()))
                .containsExactly("router_settings.idle: nothing comes of it.");
    }

    @Test
    void whatWasStoredBeforeDoesNotStandInTheWayOfOtherChanges() {
        RoutingTerms unfit = settings("{\"wrong\":1}");
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(
                            new Team(
                                    ID,
                                    null,
                                    edit.team(ID).orElseThrow().models(),
                                    Teams.aliases(Map.of()),
                                    List.of(),
                                    edit.team(ID).orElseThrow().limits(),
                                    false,
                                    unfit,
                                    FreeJson.EMPTY,
                                    Teams.LONG_AGO,
                                    Teams.LONG_AGO));
                    return true;
                });
        assertThat(teams.change(ADMIN, ID, ManageTeams.Change.blocking(true)))
                .isInstanceOf(Granted.class);
    }

    @Test
    void aTeamsOwnAdminSaysNothingOfItsWay() {
        for (RoutingTerms terms :
                List.of(
                        settings("{}"),
                        tags("x"),
                        new RoutingTerms(Set.of(), Set.of("eu"), null, false, false))) {
            assertThat(teams.change(lea(RoutingTerms.NONE), ID, ofTeam(terms)))
                    .isEqualTo(new Objected<>(new Objection.NotForYou()));
        }
    }

    @Test
    void nobodyGivesAKeyAnotherWayThanTheirOwn() {
        Actor plain = lea(RoutingTerms.NONE);
        assertThat(issue(plain, RoutingTerms.NONE)).isInstanceOf(Granted.class);
        assertThat(refusedField(issue(plain, settings("{\"num_retries\":9}"))))
                .isEqualTo("router_settings");
        assertThat(refusedField(issue(plain, tags("gold")))).isEqualTo("tags");
        assertThat(
                        refusedField(
                                issue(
                                        plain,
                                        new RoutingTerms(Set.of(), Set.of(), null, false, true))))
                .isEqualTo("metadata.allow_client_tags");
        // To stay in one group is less than everybody has.
        assertThat(issue(plain, new RoutingTerms(Set.of(), Set.of(), null, true, false)))
                .isInstanceOf(Granted.class);
    }

    @Test
    void whatBindsAKeyBindsTheKeysThatItGives() {
        assertThat(refusedField(issue(lea(tags("free")), RoutingTerms.NONE))).isEqualTo("tags");
        assertThat(issue(lea(tags("free")), tags("free"))).isInstanceOf(Granted.class);
        assertThat(refusedField(issue(lea(settings("{\"a\":1}")), RoutingTerms.NONE)))
                .isEqualTo("router_settings");
        RoutingTerms stays = new RoutingTerms(Set.of(), Set.of(), null, true, false);
        assertThat(refusedField(issue(lea(stays), RoutingTerms.NONE)))
                .isEqualTo("metadata.disable_fallbacks");
    }

    @Test
    void whatAnAdministratorGaveAKeyItsTeamsAdminMayLeave() {
        Verdict<IssuedKey> given = issue(ADMIN, tags("gold"));
        assertThat(given).isInstanceOf(Granted.class);
        Key key = ((Granted<IssuedKey>) given).value().key();
        ManageKeys.Change renamed =
                new ManageKeys.Change(null, before -> "gold", null, null, null, null, null, null);
        Verdict<Key> changed = keys.change(lea(RoutingTerms.NONE), key.hash(), renamed);
        assertThat(changed).isInstanceOf(Granted.class);
        assertThat(((Granted<Key>) changed).value().routing()).isEqualTo(tags("gold"));
    }
}
