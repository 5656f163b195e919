package dev.signalbox.application.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Team;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class ShardsTest {

    private static final int MANY = 10_000;

    private final List<Team> many =
            IntStream.range(0, MANY).mapToObj(i -> Teams.team("team-" + i, Map.of())).toList();

    @Test
    void everyTeamIsFoundByItsId() {
        Shards<Team.Id, Team> shards = Shards.of(Team::id, many);
        assertThat(many).allSatisfy(team -> assertThat(shards.get(team.id())).isSameAs(team));
        assertThat(shards.all()).hasSize(MANY);
        assertThat(shards.get(new Team.Id("nobody"))).isNull();
    }

    @Test
    void aChangeOfNoTeamMakesNothingNew() {
        Shards<Team.Id, Team> shards = Shards.of(Team::id, many);
        assertThat(shards.with(List.of(), List.of())).isSameAs(shards);
    }

    @Test
    void aChangeOfOneTeamCopiesOneShardAndSharesAllOthers() {
        Shards<Team.Id, Team> before = Shards.of(Team::id, many);
        Team changed = Teams.team("team-7", Map.of("a", "b"));
        Shards<Team.Id, Team> after = before.with(List.of(changed), List.of());
        assertThat(after.get(changed.id())).isSameAs(changed);
        assertThat(before.get(changed.id())).isSameAs(many.get(7));
        assertThat(after.sharedWith(before)).isEqualTo(255);
    }

    @Test
    void aDeletedTeamIsGoneAndAnotherOfItsNameMayCome() {
        Shards<Team.Id, Team> before = Shards.of(Team::id, many);
        Team seven = many.get(7);
        assertThat(before.with(List.of(), List.of(seven.id())).get(seven.id())).isNull();
        assertThat(before.with(List.of(seven), List.of(seven.id())).get(seven.id()))
                .isSameAs(seven);
    }

    @Test
    void teamsAreSpreadOverAllShards() {
        assertThat(Shards.of(Team::id, many).largestShard()).isLessThan(4 * MANY / 256);
    }
}
