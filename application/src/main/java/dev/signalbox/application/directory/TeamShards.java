package dev.signalbox.application.directory;

import dev.signalbox.domain.access.Team;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Teams by their id, in shards: a new state shares with the old one every shard in which nothing
 * has changed, so a change costs as much with ten thousand teams as with ten. Immutable.
 */
final class TeamShards {

    private static final int SHARDS = 256;

    private final List<Map<Team.Id, Team>> shards;

    private TeamShards(List<Map<Team.Id, Team>> shards) {
        this.shards = shards;
    }

    static TeamShards of(Collection<Team> teams) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<Team.Id, Team>[] empty = new Map[SHARDS];
        Arrays.fill(empty, Map.of());
        return new TeamShards(List.of(empty)).with(teams, List.of());
    }

    /** The team, or null if there is none. */
    @Nullable Team get(Team.Id id) {
        return shards.get(shardOf(id)).get(id);
    }

    /** All of them, in no order; gathered anew at each call. */
    List<Team> all() {
        return shards.stream().flatMap(shard -> shard.values().stream()).toList();
    }

    /** The same, but for these; the very same if there are none. */
    TeamShards with(Collection<Team> changed, Collection<Team.Id> gone) {
        if (changed.isEmpty() && gone.isEmpty()) {
            return this;
        }
        Map<Integer, Map<Team.Id, Team>> touched = new HashMap<>();
        gone.forEach(id -> copy(touched, id).remove(id));
        changed.forEach(team -> copy(touched, team.id()).put(team.id(), team));
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<Team.Id, Team>[] next = shards.toArray(new Map[0]);
        touched.forEach((shard, teams) -> next[shard] = Map.copyOf(teams));
        return new TeamShards(List.of(next));
    }

    /** In how many shards both are the very same. */
    @SuppressWarnings("ReferenceEquality") // The very same is what is asked for.
    int sharedWith(TeamShards other) {
        return (int)
                IntStream.range(0, SHARDS)
                        .filter(shard -> shards.get(shard) == other.shards.get(shard))
                        .count();
    }

    /** How many teams lie in the fullest shard. */
    int largestShard() {
        return shards.stream().mapToInt(Map::size).max().orElse(0);
    }

    private Map<Team.Id, Team> copy(Map<Integer, Map<Team.Id, Team>> touched, Team.Id id) {
        return touched.computeIfAbsent(shardOf(id), shard -> new HashMap<>(shards.get(shard)));
    }

    /** Ids of one kind differ in a few bits only, so all of them are stirred in. */
    private static int shardOf(Team.Id id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash >>> 24;
    }
}
