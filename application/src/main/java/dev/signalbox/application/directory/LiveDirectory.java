package dev.signalbox.application.directory;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present {@link Directory} and the keys in use, kept true by what the registry says has
 * changed.
 *
 * <p>Safe for many threads. Reading costs one volatile read and one map look-up. A key that nobody
 * here has heard of is asked for once, however many calls bring it at the same time, and then
 * remembered as known or unknown.
 */
// "Not known whether" is a third answer beside "a key" and "no key", hence a null Optional.
@SuppressWarnings("NullableOptional")
public final class LiveDirectory {

    /** How many keys, known and unknown, are remembered unless somebody says otherwise. */
    public static final int DEFAULT_CAPACITY = 200_000;

    private static final int STRANGERS = 20_000;

    private final Registry registry;
    private final KeyRing keys;

    /** Hashes of nobody's keys, in a room of their own: inventing keys drives no real one out. */
    private final KeyRing strangers = new KeyRing(STRANGERS);

    private final ConcurrentMap<Key.Hash, CompletableFuture<Optional<Key>>> underWay =
            new ConcurrentHashMap<>();

    /** Held across the registry's answer, by those who refresh only; no call waits for it. */
    private final ReentrantLock refreshing = new ReentrantLock();

    /** Makes "which revision" and "what is remembered" one step; never held across I/O. */
    private final ReentrantLock publishing = new ReentrantLock();

    private volatile Directory present;

    private LiveDirectory(Registry registry, Directory first, int capacity) {
        this.registry = registry;
        this.present = first;
        this.keys = new KeyRing(capacity);
    }

    /**
     * Reads everything that calls must know.
     *
     * @param capacity how many keys are remembered at most
     * @throws Registry.RegistryUnavailable if the registry cannot be asked
     */
    public static LiveDirectory open(Registry registry, Directory.Models models, int capacity) {
        Registry.Contents contents = registry.contents();
        Directory first = new Directory(contents.revision(), byId(contents.teams()), models);
        return new LiveDirectory(registry, first, capacity);
    }

    /** What holds now. A call takes it once. */
    public Directory present() {
        return present;
    }

    /**
     * Whoever holds the key of that hash, with the team as it is now.
     *
     * @return null if nobody does, or the key's team is gone
     * @throws Registry.RegistryUnavailable if the key is not known here and the registry cannot be
     *     asked
     */
    public @Nullable Caller caller(Key.Hash hash) {
        Optional<Key> known = known(hash);
        if (known != null) {
            return withTeam(known.orElse(null));
        }
        Key found = askOnce(hash).orElse(null);
        if (found != null && found.team() != null && present.team(found.team()) == null) {
            // Read from another replica's work, the key may be ahead of the teams known here.
            refresh();
        }
        return withTeam(found);
    }

    private @Nullable Optional<Key> known(Key.Hash hash) {
        Optional<Key> known = keys.known(hash);
        return known != null ? known : strangers.known(hash);
    }

    private @Nullable Caller withTeam(@Nullable Key key) {
        if (key == null) {
            return null;
        }
        Team.Id id = key.team();
        Team team = id == null ? null : present.team(id);
        return id != null && team == null ? null : new Caller.Member(key, team);
    }

    /**
     * Takes over everything that has changed. Whoever made a change calls this before saying that
     * it is done.
     *
     * @throws Registry.RegistryUnavailable if the registry cannot be asked; then nothing has
     *     changed here
     */
    public void refresh() {
        refreshing.lock();
        try {
            Directory before = present;
            Registry.Changes changes = registry.changesSince(before.revision());
            if (changes.everything() || changes.revision() > before.revision()) {
                publish(before, changes);
            }
        } finally {
            refreshing.unlock();
        }
    }

    private void publish(Directory before, Registry.Changes changes) {
        Map<Team.Id, Team> teams =
                changes.everything() ? new HashMap<>() : new HashMap<>(before.teamsById());
        changes.goneTeams().forEach(teams::remove);
        teams.putAll(byId(changes.teams()));
        Directory next = new Directory(changes.revision(), teams, before.models());
        publishing.lock();
        try {
            if (changes.everything()) {
                keys.forgetEverything();
                strangers.forgetEverything();
            }
            // The teams first: nobody must find a new key and not its team.
            present = next;
            changes.goneKeys().forEach(gone -> keys.update(gone, null));
            changes.keys().forEach(this::takeOver);
        } finally {
            publishing.unlock();
        }
    }

    private void takeOver(Key key) {
        keys.update(key.hash(), key);
        strangers.forget(key.hash());
    }

    private Optional<Key> askOnce(Key.Hash hash) {
        CompletableFuture<Optional<Key>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Key>> first = underWay.putIfAbsent(hash, mine);
        if (first != null) {
            return outcomeOf(first);
        }
        try {
            // Whoever asked just before may have brought the answer already.
            Optional<Key> known = known(hash);
            mine.complete(known != null ? known : ask(hash));
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            underWay.remove(hash, mine);
        }
        return outcomeOf(mine);
    }

    private static Optional<Key> outcomeOf(CompletableFuture<Optional<Key>> look) {
        try {
            return look.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A look-up must not cross a revocation: what was read before one is read again. */
    private Optional<Key> ask(Key.Hash hash) {
        Registry.Lookup look = registry.find(hash);
        while (!remembered(hash, look)) {
            // Either a change came between, or the registry was put back to an older state.
            refresh();
            look = registry.find(hash);
        }
        return look.key();
    }

    private boolean remembered(Key.Hash hash, Registry.Lookup look) {
        publishing.lock();
        try {
            boolean current = look.revision() >= present.revision();
            if (current) {
                (look.key().isPresent() ? keys : strangers).remember(hash, look.key().orElse(null));
            }
            return current;
        } finally {
            publishing.unlock();
        }
    }

    private static Map<Team.Id, Team> byId(Iterable<Team> teams) {
        Map<Team.Id, Team> byId = new HashMap<>();
        teams.forEach(team -> byId.put(team.id(), team));
        return byId;
    }
}
