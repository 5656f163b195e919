package dev.signalbox.application.directory;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Things by their id, in shards: a new state shares with the old one every shard in which nothing
 * has changed, so a change costs as much with ten thousand of them as with ten. Immutable.
 *
 * @param <I> ids, with an order of their own that nobody needs to know
 * @param <T> things, each with one id
 */
final class Shards<I, T> {

    private static final int SHARDS = 256;

    private final Function<T, I> id;
    private final List<Map<I, T>> shards;

    private Shards(Function<T, I> id, List<Map<I, T>> shards) {
        this.id = id;
        this.shards = shards;
    }

    /**
     * These, and no others.
     *
     * @param id of a thing
     */
    static <I, T> Shards<I, T> of(Function<T, I> id, Collection<T> things) {
        return new Shards<I, T>(id, Collections.nCopies(SHARDS, Map.<I, T>of()))
                .with(things, List.of());
    }

    /** The thing of that id, or null if there is none. */
    @Nullable T get(I wanted) {
        return shards.get(shardOf(wanted)).get(wanted);
    }

    /** All of them, in no order; gathered anew at each call. */
    List<T> all() {
        return shards.stream().flatMap(shard -> shard.values().stream()).toList();
    }

    /** These, and no others, by the same ids. */
    Shards<I, T> only(Collection<T> things) {
        return of(id, things);
    }

    /** The same, but for these; the very same if there are none. */
    Shards<I, T> with(Collection<T> changed, Collection<I> gone) {
        if (changed.isEmpty() && gone.isEmpty()) {
            return this;
        }
        Map<Integer, Map<I, T>> touched = new HashMap<>();
        gone.forEach(one -> copy(touched, one).remove(one));
        changed.forEach(thing -> copy(touched, id.apply(thing)).put(id.apply(thing), thing));
        return new Shards<>(
                id,
                IntStream.range(0, SHARDS)
                        .mapToObj(
                                shard -> {
                                    Map<I, T> next = touched.get(shard);
                                    return next == null ? shards.get(shard) : Map.copyOf(next);
                                })
                        .toList());
    }

    /** In how many shards both are the very same. */
    @SuppressWarnings("ReferenceEquality") // The very same is what is asked for.
    int sharedWith(Shards<I, T> other) {
        return (int)
                IntStream.range(0, SHARDS)
                        .filter(shard -> shards.get(shard) == other.shards.get(shard))
                        .count();
    }

    /** How many lie in the fullest shard. */
    int largestShard() {
        return shards.stream().mapToInt(Map::size).max().orElse(0);
    }

    private Map<I, T> copy(Map<Integer, Map<I, T>> touched, I wanted) {
        return touched.computeIfAbsent(shardOf(wanted), shard -> new HashMap<>(shards.get(shard)));
    }

    /** Ids of one kind differ in a few bits only, so all of them are stirred in. */
    private int shardOf(I wanted) {
        int hash = wanted.hashCode() * 0x9E3779B9;
        return hash >>> 24;
    }
}
