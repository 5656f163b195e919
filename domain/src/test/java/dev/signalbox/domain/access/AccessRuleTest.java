package dev.signalbox.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.access.Refusal.ModelNotAllowed;
import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Holder;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class AccessRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Key.Hash HASH = new Key.Hash("0123456789abcdef".repeat(4));

    private boolean keyBlocked;
    private boolean teamBlocked;
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
                RouteList.EVERYTHING,
                Limits.NONE,
                keyBlocked,
                expires,
                null,
                FreeJson.EMPTY,
                NOW,
                NOW);
    }

    private static ModelList list(String entries) {
        return new ModelList(entries.equals("-") ? List.of() : List.of(entries.split(" ")));
    }

    private static @Nullable Refusal ask(Caller caller, String model) {
        return AccessRule.firstRefusal(caller, new ModelName(model), NOW);
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
    })
    void theListsSayWhoMayAskForWhat(String key, String team, String asked, String answer) {
        Refusal refusal = ask(caller(key, team), asked);
        if (answer.equals("yes")) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).isInstanceOf(ModelNotAllowed.class);
            assertThat(((ModelNotAllowed) refusal).holder()).isEqualTo(Holder.valueOf(answer));
        }
    }

    @Test
    void aRefusedModelIsToldWhatMayBeAskedFor() {
        assertThat(ask(caller("a b", "-"), "c"))
                .isEqualTo(new ModelNotAllowed(Holder.KEY, new ModelName("c"), List.of("a", "b")));
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

    @Test
    void theMasterMayAskForEverythingAndHasNoAliases() {
        assertThat(ask(new Caller.Master(), "anything")).isNull();
        assertThat(new Caller.Master().resolve(new ModelName("alias")))
                .isEqualTo(new ModelName("alias"));
    }
}
