package dev.signalbox.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limits;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AliasesTest {

    private static final Instant NOW = Instant.EPOCH;
    private final ModelName a = new ModelName("a");
    private final ModelName b = new ModelName("b");
    private final ModelName c = new ModelName("c");
    private final Aliases chained = new Aliases(Map.of(a, b, b, c));

    private Caller member(Aliases aliases) {
        Team team =
                new Team(
                        new Team.Id("t"),
                        null,
                        ModelList.EVERYTHING,
                        aliases,
                        List.of(),
                        Limits.NONE,
                        false,
                        FreeJson.EMPTY,
                        NOW,
                        NOW);
        Key key =
                new Key(
                        new Key.Hash("0".repeat(64)),
                        "id",
                        "l",
                        null,
                        team.id(),
                        null,
                        ModelList.EVERYTHING,
                        Aliases.NONE,
                        RouteList.EVERYTHING,
                        Limits.NONE,
                        false,
                        null,
                        null,
                        FreeJson.EMPTY,
                        NOW,
                        NOW);
        return new Caller.Member(key, team);
    }

    @Test
    void anAliasIsOneStepAndNeverAChain() {
        assertThat(member(chained).resolve(a)).isEqualTo(b);
        assertThat(member(chained).resolve(b)).isEqualTo(c);
    }

    @Test
    void whatIsNoAliasStandsForItself() {
        assertThat(member(chained).resolve(c)).isEqualTo(c);
    }

    @Test
    void anAliasWinsOverAGroupOfTheSameName() {
        assertThat(member(new Aliases(Map.of(a, c))).resolve(a)).isEqualTo(c);
    }

    @Test
    void anAliasWhoseGroupIsGoneDangles() {
        assertThat(chained.dangling(Set.of(b))).containsExactly(Map.entry(b, c));
        assertThat(chained.dangling(Set.of(b, c))).isEmpty();
    }
}
