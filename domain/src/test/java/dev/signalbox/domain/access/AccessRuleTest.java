package dev.signalbox.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.access.Refusal.ModelNotAllowed;
import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Owner;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AccessRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Key.Hash HASH = new Key.Hash("0123456789abcdef".repeat(4));

    private boolean keyBlocked;
    private boolean teamBlocked;
    private RouteList routes = RouteList.EVERYTHING;
    private @Nullable Instant expires;

    private Caller caller(String keyModels, String teamModels) {
        Team team =
                new Team(
                        new Team.Id("t"),
                        null,
                        list(teamModels),
                        new Aliases(Map.of(new ModelName("alias"), new ModelName("target"))),
                        List.of(),
                        Limits.NONE,
                        teamBlocked,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        NOW,
                        NOW);
        return new Caller.Member(key(keyModels), team);
    }

    private Key key(String models) {
        return new Key(
                HASH,
                "id",
                "sk-...x",
                null,
                new Team.Id("t"),
                null,
                list(models),
                Aliases.NONE,
                routes,
                Limits.NONE,
                keyBlocked,
                expires,
                null,
                RoutingTerms.NONE,
                FreeJson.EMPTY,
                NOW,
                NOW);
    }

    private static ModelList list(String entries) {
        return new ModelList(entries.equals("-") ? List.of() : List.of(entries.split(" ")));
    }

    private @Nullable Refusal ask(Caller caller, String model) {
        Refusal standing = AccessRule.firstRefusal(caller, NOW);
        return standing != null
                ? standing
                : AccessRule.firstRefusal(caller, Endpoint.CHAT_COMPLETIONS, resolved(model));
    }

    /** As the team's alias has it, or the key's. */
    private Resolution resolved(String model) {
        ModelName asked = new ModelName(model);
        ModelName target = new ModelName("target");
        ModelName ofKey = model.equals("own") || model.equals("own2") ? target : null;
        ModelName ofTeam = model.equals("alias") ? target : null;
        ModelName ofAll = model.equals("everybodys") ? target : null;
        ModelName end = ofKey != null || ofTeam != null || ofAll != null ? target : asked;
        Deployment deployment =
                deployment(end.text().equals("grouped") ? Set.of("beta") : Set.of());
        return new Resolution(
                asked, ofKey, ofTeam, ofAll, null, new ModelGroup(end, List.of(deployment)));
    }

    private static Deployment deployment(Set<String> accessGroups) {
        return new Deployment(
                new Deployment.Id("d"),
                new Deployment.Provider("azure"),
                "m",
                "https://host",
                Deployment.Terms.NONE,
                new Deployment.About(FreeJson.EMPTY, FreeJson.EMPTY, accessGroups, false, null));
    }

    @ParameterizedTest(name = "key [{0}], team [{1}] asks for {2}: {3}")
    @CsvSource({
        // Without an alias, the key's list and the team's must both allow.
        "-,                -,        a,      yes",
        "a,                -,        a,      yes",
        "a,                -,        b,      KEY",
        "-,                a b,      b,      yes",
        "-,                a b,      c,      TEAM",
        "c,                a b,      c,      TEAM",
        "c,                a b,      a,      KEY",
        "all-team-models,  a b,      a,      yes",
        "all-team-models,  a b,      c,      TEAM",
        "all-team-models,  -,        c,      yes",
        "all-proxy-models, a,        b,      TEAM",
        "-,                all-proxy-models, b, yes",
        "*,                *,        b,      yes",
        // An alias is the team's own grant: the team's list is not asked.
        "-,                a,        alias,  yes",
        "a,                a,        alias,  KEY",
        "alias,            a,        alias,  yes",
        "target,           a,        alias,  yes",
        "all-team-models,  a,        alias,  yes",
        "*,                a,        alias,  yes",
        // The alias grants its own name, not the group's.
        "-,                a,        target, TEAM",
        "alias,            -,        target, KEY",
        // A key's own alias is no grant of the team's: what it stands for is asked for.
        "-,                own,      own,    TEAM",
        "-,                target,   own,    yes",
        "own,              target,   own,    yes",
        "target,           -,        own,    yes",
        "a,                -,        own,    KEY",
        // Everybody's alias may be named, or what it stands for.
        "-,                target,   everybodys, yes",
        "everybodys,       everybodys, everybodys, yes",
        "-,                a,        everybodys, TEAM",
        // A model access group stands for what is in it.
        "beta,             beta,     grouped, yes",
        "-,                beta,     a,      TEAM",
        "beta,             -,        a,      KEY",
        // A pattern stands for what fits it, from the first letter to the last.
        "azure/*,          -,        azure/x, yes",
        "azure/*,          -,        xazure/x, KEY",
        "-,                a*c,      abc,    yes",
        "-,                a*c,      abcd,   TEAM",
        "no-default-models, -,       a,      KEY",
        "-,                no-default-models, a, TEAM",
    })
    void theListsSayWhoMayAskForWhat(String key, String team, String asked, String answer) {
        Refusal refusal = ask(caller(key, team), asked);
        if (answer.equals("yes")) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).isInstanceOf(ModelNotAllowed.class);
            assertThat(((ModelNotAllowed) refusal).owner()).isEqualTo(Owner.valueOf(answer));
        }
    }

    private static Resolution ofModel(String asked, boolean teamsAlias, String... owners) {
        ModelName model = new ModelName("azure/chat");
        ModelGroup all = new ModelGroup(model, List.of(deployment(Set.of("beta", "gold"))));
        List<ModelGroup> groups = new ArrayList<>();
        for (String owner : owners) {
            Set<String> in = owner.startsWith("beta") ? Set.of("beta") : Set.of();
            groups.add(new ModelGroup(new ModelName(owner), List.of(deployment(in))));
        }
        return new Resolution(
                new ModelName(asked),
                null,
                teamsAlias ? model : null,
                null,
                null,
                all,
                List.of(),
                groups,
                null);
    }

    @ParameterizedTest(name = "key [{0}], team [{1}]: {2}")
    @CsvSource({
        "-,              -,            yes",
        "azure/chat,     -,            yes",
        "g1 beta-2,      -,            yes",
        "g* beta,        g1 beta-*,    yes",
        "all-team-models, azure/chat,  yes",
        "all-team-models, g1 beta,     yes",
        // One of the groups is not enough: the other's deployments would be reached with it.
        "g1,             -,            KEY",
        "beta,           -,            KEY",
        "-,              g1,           TEAM",
        // Nor is an access group that some deployment is in, but not one of every group.
        "gold,           -,            KEY",
        // A pattern was written for groups of such names.
        "azure/*,        -,            KEY",
        "-,              azure/*,      TEAM",
        "-,              azure/c*t g1, TEAM",
    })
    void aModelsOwnNameReachesNothingThatItsGroupsNamesDoNot(
            String key, String team, String answer) {
        Refusal refusal =
                AccessRule.firstRefusal(
                        caller(key, team), ofModel("azure/chat", false, "g1", "beta-2"));
        if (answer.equals("yes")) {
            assertThat(refusal).isNull();
        } else {
            assertThat(((ModelNotAllowed) refusal).owner()).isEqualTo(Owner.valueOf(answer));
        }
    }

    @Test
    void anAliasOfTheTeamsIsNoGrantOfWhatNoGroupIsCalled() {
        Resolution model = ofModel("alias", true, "g1");

        assertThat(AccessRule.firstRefusal(caller("-", "-"), model)).isNull();
        assertThat(AccessRule.firstRefusal(caller("alias", "g1"), model)).isNull();
        assertThat(AccessRule.firstRefusal(caller("-", "g2 azure/*"), model))
                .isInstanceOf(ModelNotAllowed.class);
    }

    @Test
    void aRefusedModelIsToldWhatMayBeAskedFor() {
        assertThat(ask(caller("a b", "-"), "c"))
                .isEqualTo(new ModelNotAllowed(Owner.KEY, new ModelName("c"), List.of("a", "b")));
    }

    @Test
    void aBlockedKeyMayAskForNothing() {
        keyBlocked = true;
        assertThat(ask(caller("-", "-"), "a")).isEqualTo(new Refusal.KeyBlocked());
        assertThat(AccessRule.firstRefusal(caller("-", "-"), NOW))
                .isEqualTo(new Refusal.KeyBlocked());
    }

    @Test
    void aBlockedTeamsKeysMayAskForNothing() {
        teamBlocked = true;
        assertThat(ask(caller("-", "-"), "alias"))
                .isEqualTo(new Refusal.TeamBlocked(new Team.Id("t")));
    }

    @Test
    void aKeyEndsInTheVeryMomentThatItExpires() {
        expires = NOW;
        assertThat(ask(caller("-", "-"), "a")).isEqualTo(new Refusal.KeyExpired(NOW));
        expires = NOW.plusNanos(1);
        assertThat(ask(caller("-", "-"), "a")).isNull();
    }

    @Test
    void theFirstRuleThatSaysNoIsTheOneThatIsHeard() {
        keyBlocked = true;
        teamBlocked = true;
        expires = NOW;
        assertThat(ask(caller("x", "y"), "a")).isEqualTo(new Refusal.KeyBlocked());
    }

    @Test
    void aKeyOfNobodysTeamIsAskedForItsOwnListOnly() {
        Caller alone = new Caller.Member(key("a"), null);
        assertThat(ask(alone, "a")).isNull();
        assertThat(ask(alone, "b")).isInstanceOf(ModelNotAllowed.class);
        Caller deferring = new Caller.Member(key("all-team-models"), null);
        assertThat(ask(deferring, "a")).isInstanceOf(ModelNotAllowed.class);
    }

    @ParameterizedTest(name = "user [{0}] asks for {1}: {2}")
    @CsvSource({
        "-,                    a,   yes",
        "a,                    a,   yes",
        "a,                    b,   no",
        "a,                    own, no",
        "target,               own, yes",
        "own,                  own, no",
        "no-default-models,    a,   no",
        "no-default-models *,  a,   no",
        "no-default-models a,  a,   no",
        "all-proxy-models,     a,   yes",
    })
    void aKeyWithoutATeamReachesNoFurtherThanItsUser(String user, String asked, String answer) {
        Key.Owner owner =
                new Key.Owner(new User.Id("u"), User.Role.MEMBER, list(user), Limits.NONE);
        Refusal refusal = ask(new Caller.Member(ownedBy(owner), null), asked);
        if (answer.equals("yes")) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal)
                    .isEqualTo(
                            new ModelNotAllowed(
                                    Owner.USER, new ModelName(asked), list(user).entries()));
        }
    }

    @Test
    void aTeamsKeyIsNotBoundByItsUsersList() {
        Key.Owner owner =
                new Key.Owner(
                        new User.Id("u"), User.Role.MEMBER, list("no-default-models"), Limits.NONE);
        Team team = ((Caller.Member) caller("-", "-")).team();
        assertThat(ask(new Caller.Member(ownedBy(owner), team), "a")).isNull();
    }

    @Test
    void aKeyThatIsForOtherThingsIsNotUsedForCalls() {
        routes = new RouteList(List.of("/v1/embeddings", "info_routes"));
        assertThat(ask(caller("-", "-"), "a"))
                .isEqualTo(new Refusal.RouteNotAllowed("/chat/completions", routes.entries()));
        assertThat(AccessRule.routeRefusal(caller("-", "-"), "/key/info")).isNull();
        assertThat(AccessRule.routeRefusal(caller("-", "-"), "/key/generate"))
                .isEqualTo(new Refusal.RouteNotAllowed("/key/generate", routes.entries()));
        assertThat(AccessRule.routeRefusal(new Caller.Master(), "/key/generate")).isNull();
    }

    @Test
    void theMasterMayAskForEverything() {
        assertThat(ask(new Caller.Master(), "anything")).isNull();
    }

    private Key ownedBy(Key.Owner owner) {
        return key("-").withOwner(owner);
    }
}
