package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** A registry in memory that keeps the whole contract, and can be away. */
public final class InMemoryRegistry implements Registry {

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger lookups = new AtomicInteger();
    private Stored stored = new Stored();
    private long forgottenUpTo;
    private volatile boolean away;
    private volatile Runnable beforeLookup = () -> {};
    private volatile Runnable afterLookup = () -> {};

    /** From now on it cannot be asked, or can again. */
    public void away(boolean away) {
        this.away = away;
    }

    /** How often a key was asked for. */
    public int lookups() {
        return lookups.get();
    }

    /**
     * Runs while a look-up is under way: before the key is read, and after it but before the
     * answer.
     */
    public void whileLookingUp(Runnable before, Runnable after) {
        this.beforeLookup = before;
        this.afterLookup = after;
    }

    /** Remembers the present state, and gives the means to put it back: a restored backup. */
    public Runnable backup() {
        Stored kept = inLock(() -> stored.copy());
        return () ->
                inLock(
                        () -> {
                            stored = kept;
                            return null;
                        });
    }

    /** Forgets what was deleted, as a store does that has grown old. */
    public void forgetTombstones() {
        inLock(
                () -> {
                    forgottenUpTo = stored.revision;
                    stored.goneTeams.clear();
                    stored.goneKeys.clear();
                    return null;
                });
    }

    @Override
    public Contents contents() {
        return inLock(() -> new Contents(stored.revision, stored.allTeams()));
    }

    @Override
    public Changes changesSince(long revision) {
        return inLock(
                () -> {
                    if (revision < forgottenUpTo || revision > stored.revision) {
                        return new Changes(
                                stored.revision,
                                true,
                                stored.allTeams(),
                                List.of(),
                                List.of(),
                                List.of());
                    }
                    return new Changes(
                            stored.revision,
                            false,
                            behind(revision, stored.teams.values()),
                            List.copyOf(behind(revision, stored.goneTeams)),
                            behind(revision, stored.keys.values()),
                            List.copyOf(behind(revision, stored.goneKeys)));
                });
    }

    @Override
    public Lookup find(Key.Hash hash) {
        lookups.incrementAndGet();
        beforeLookup.run();
        Lookup found =
                inLock(
                        () ->
                                new Lookup(
                                        stored.revision,
                                        Optional.ofNullable(stored.keys.get(hash))
                                                .map(Row::value)));
        afterLookup.run();
        return found;
    }

    @Override
    public List<Key> keysOf(Collection<Team.Id> teams) {
        return inLock(
                () ->
                        stored.keys.values().stream()
                                .map(Row::value)
                                .filter(key -> key.team() != null && teams.contains(key.team()))
                                .sorted(
                                        Comparator.comparing(Key::createdAt)
                                                .thenComparing(key -> key.hash().hex()))
                                .toList());
    }

    @Override
    public <T> T change(Function<Edit, T> change) {
        return inLock(
                () -> {
                    Stored next = stored.copy();
                    next.revision++;
                    T result = change.apply(next);
                    stored = next;
                    return result;
                });
    }

    @Override
    public boolean answers() {
        return !away;
    }

    private <T> T inLock(Supplier<T> work) {
        if (away) {
            throw new RegistryUnavailable(
                    "the registry is away", new IOException("connection refused"));
        }
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static <T> List<T> behind(long revision, Collection<Row<T>> rows) {
        return rows.stream().filter(row -> row.revision > revision).map(Row::value).toList();
    }

    private static <T> List<T> behind(long revision, Map<T, Long> gone) {
        List<T> behind = new ArrayList<>();
        gone.forEach(
                (id, when) -> {
                    if (when > revision) {
                        behind.add(id);
                    }
                });
        return behind;
    }

    private record Row<T>(T value, long revision) {}

    private static final class Stored implements Edit {
        private long revision;
        private final Map<Team.Id, Row<Team>> teams = new LinkedHashMap<>();
        private final Map<Key.Hash, Row<Key>> keys = new LinkedHashMap<>();
        private final Map<Team.Id, Long> goneTeams = new HashMap<>();
        private final Map<Key.Hash, Long> goneKeys = new HashMap<>();

        private Stored copy() {
            Stored copy = new Stored();
            copy.revision = revision;
            copy.teams.putAll(teams);
            copy.keys.putAll(keys);
            copy.goneTeams.putAll(goneTeams);
            copy.goneKeys.putAll(goneKeys);
            return copy;
        }

        private List<Team> allTeams() {
            return teams.values().stream().map(Row::value).toList();
        }

        @Override
        public Optional<Team> team(Team.Id id) {
            return Optional.ofNullable(teams.get(id)).map(Row::value);
        }

        @Override
        public Optional<Key> key(Key.Hash hash) {
            return Optional.ofNullable(keys.get(hash)).map(Row::value);
        }

        @Override
        public Optional<Key> keyNamed(String name) {
            return keys.values().stream()
                    .map(Row::value)
                    .filter(key -> name.equals(key.name()))
                    .findFirst();
        }

        @Override
        public void put(Team team) {
            teams.put(team.id(), new Row<>(team, revision));
            goneTeams.remove(team.id());
        }

        @Override
        public void put(Key key) {
            keys.put(key.hash(), new Row<>(key, revision));
            goneKeys.remove(key.hash());
        }

        @Override
        public void remove(Team.Id id) {
            if (teams.remove(id) != null) {
                goneTeams.put(id, revision);
            }
            List<Key.Hash> orphans =
                    keys.values().stream()
                            .map(Row::value)
                            .filter(key -> id.equals(key.team()))
                            .map(Key::hash)
                            .toList();
            orphans.forEach(this::remove);
        }

        @Override
        public void remove(Key.Hash hash) {
            if (keys.remove(hash) != null) {
                goneKeys.put(hash, revision);
            }
        }
    }
}
