package dev.signalbox.application.relay.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One name for several groups, from the alias to the call that draws. */
class CanariesTest {

    private static final ModelName GPT = new ModelName("gpt");
    private static final Aliases SPLIT = Teams.splitting("gpt", "a:90 b:10");

    private final Canaries canaries = new Canaries();
    private final Directory directory =
            LiveDirectory.open(
                            new InMemoryRegistry(),
                            Models.groups(new ScriptedUpstream(), List.of("a", "b", "c")),
                            10)
                    .present();

    private static Caller.Member caller(long seed, Aliases ofTeam, Aliases ofKey) {
        Team team = Teams.withAliases(Teams.team("t", Map.of()), ofTeam);
        Key key = Teams.key(Teams.credential(seed), "t");
        return new Caller.Member(Scope.of(key).withAliases(ofKey).on(key), team);
    }

    private Resolution resolve(Caller caller, @Nullable String user) {
        return directory.resolve(caller, GPT, new Aliases.Draw(user, canaries));
    }

    private static String group(Resolution resolution) {
        return resolution.group() == null ? "none" : resolution.group().name().text();
    }

    /** Somebody who draws {@code group}. */
    private Resolution whoDraws(String group, Aliases aliases) {
        for (long seed = 1; seed < 1_000; seed++) {
            Resolution resolution = resolve(caller(seed, aliases, Aliases.NONE), null);
            if (resolution.lots().getFirst().arm().group().text().equals(group)) {
                return resolution;
            }
        }
        throw new AssertionError("nobody draws " + group);
    }

    private void fail(Lot lot, int times) {
        for (int i = 0; i < times; i++) {
            canaries.ended(lot, false, 1_000, 1);
        }
    }

    @Test
    void aKeyDrawsTheSameAlways() {
        Set<String> drawn = new HashSet<>();
        for (long seed = 1; seed < 100; seed++) {
            Caller.Member caller = caller(seed, SPLIT, Aliases.NONE);
            String first = group(resolve(caller, null));
            assertThat(group(resolve(caller, null))).isEqualTo(first);
            // Whatever the secret is.
            Key rotated =
                    caller.key()
                            .rotated(
                                    Teams.credential(seed + 1_000).hash(),
                                    caller.key().publicId(),
                                    "label",
                                    null);
            assertThat(group(resolve(new Caller.Member(rotated, caller.team()), null)))
                    .isEqualTo(first);
            drawn.add(first);
        }
        assertThat(drawn).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whoNamesAUserDrawsWithThemByWhateverKey() {
        Set<String> drawn = new HashSet<>();
        for (int user = 0; user < 100; user++) {
            String first = group(resolve(caller(1, SPLIT, Aliases.NONE), "u" + user));
            assertThat(group(resolve(caller(2, SPLIT, Aliases.NONE), "u" + user))).isEqualTo(first);
            drawn.add(first);
        }
        assertThat(drawn).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theKeysNamesComeFirstAndMayLeadToTheTeams() {
        Aliases ofKey = Teams.splitting("gpt", "a:1 c:1");
        Aliases ofTeam = Teams.splitting("a", "b:1 c:1000");
        Resolution resolution = resolve(caller(1, ofTeam, ofKey), null);
        for (int user = 0; !resolution.lots().getFirst().arm().group().text().equals("a"); user++) {
            resolution = resolve(caller(1, ofTeam, ofKey), "u" + user);
        }
        assertThat(resolution.lots()).hasSize(2);
        assertThat(resolution.steps())
                .extracting(step -> step.level() + " " + step.from())
                .containsExactly("KEY gpt", "TEAM a");
        assertThat(resolution.steps().getLast().lot().arm().group().text())
                .isEqualTo(group(resolution));
    }

    @Test
    void anArmThatFailsIsTriedOutNoMore() {
        Lot lot = whoDraws("b", SPLIT).lots().getFirst();
        fail(lot, 20);
        for (long seed = 1; seed < 100; seed++) {
            Resolution resolution = resolve(caller(seed, SPLIT, Aliases.NONE), null);
            assertThat(group(resolution)).isEqualTo("a");
            assertThat(resolution.lots().getFirst().stopped()).isTrue();
        }
        assertThat(canaries.shares(lot, 1).get(1).bad()).isEqualTo(20);
    }

    @Test
    void whoeverChangesTheAliasLetsItBeTriedAgain() {
        fail(whoDraws("b", SPLIT).lots().getFirst(), 20);
        Aliases changed = Teams.splitting("gpt", "a:90 b:11");
        Lot lot = whoDraws("b", changed).lots().getFirst();
        assertThat(lot.stopped()).isFalse();
        assertThat(canaries.shares(lot, 1)).isEmpty();
    }

    @Test
    void oneTeamsTroubleIsNotAnothers() {
        fail(whoDraws("b", SPLIT).lots().getFirst(), 20);
        Team other = Teams.withAliases(Teams.team("other", Map.of()), SPLIT);
        for (long seed = 1; seed < 100; seed++) {
            Key key = Teams.key(Teams.credential(seed), "other");
            assertThat(resolve(new Caller.Member(key, other), null).lots().getFirst().stopped())
                    .isFalse();
        }
    }
}
