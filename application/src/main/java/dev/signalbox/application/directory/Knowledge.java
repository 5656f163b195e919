package dev.signalbox.application.directory;

import dev.signalbox.application.directory.keys.KeysInUse;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Snapshots.Snapshot;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process knows now: a {@link Directory}, and keys in use that are at least as new as its
 * revision says. Safe for many threads: reading costs one volatile read and one map look-up, and
 * whatever changes it happens under a lock that is never held across I/O.
 */
// "Not known whether" is a third answer beside "a key" and "no key", hence a null Optional.
@SuppressWarnings("NullableOptional")
final class Knowledge {

    private final KeysInUse keys;

    /** Makes "which revision" and "what is remembered" one step. */
    private final ReentrantLock changing = new ReentrantLock();

    private final AtomicLong version = new AtomicLong();
    private volatile Directory present;

    /**
     * @param capacity how many keys are remembered at most
     */
    Knowledge(Directory first, int capacity) {
        this.present = first;
        this.keys = new KeysInUse(capacity);
    }

    /** All but the keys. What is read of keys after it is as new as its revision, or newer. */
    Directory present() {
        return present;
    }

    /** Raised whenever something has changed that is worth keeping. */
    long version() {
        return version.get();
    }

    /** The key that {@code shown} opens, or that there is none; null if nothing is known. */
    @Nullable Optional<Key> known(Key.Hash shown) {
        return keys.known(shown);
    }

    /** Whoever holds the key, with its team as it is now; null if the team is gone. */
    @Nullable Caller holder(Key key) {
        Team.Id id = key.team();
        Team team = id == null ? null : present.team(id);
        return id != null && team == null ? null : new Caller.Member(key, team);
    }

    /** Whether one of these is of a team that is not known here. */
    boolean missesTeamOf(Collection<Key> some) {
        Directory directory = present;
        return some.stream()
                .map(Key::team)
                .anyMatch(team -> team != null && directory.team(team) == null);
    }

    /** Everything, at one revision. */
    Snapshot snapshot() {
        Directory directory;
        changing.lock();
        try {
            // Not in the middle of a change: its keys would be missing at its revision.
            directory = present;
        } finally {
            changing.unlock();
        }
        // Keys that change from now on are newer than the revision says, and will be told again.
        return new Snapshot(
                directory.revision(),
                List.copyOf(directory.teams()),
                keys.all(),
                directory.storedModels(),
                List.copyOf(directory.bounded()));
    }

    /** Begins with keys that were in use earlier. */
    void begin(List<Key> earlier) {
        earlier.forEach(keys::remember);
    }

    /** Takes over what has changed since the present revision. For one thread at a time. */
    void take(Registry.Changes changes) {
        Directory before = present;
        Directory next = before.with(changes);
        changing.lock();
        try {
            if (changes.everything()) {
                keys.forgetEverything();
            } else {
                // The teams first: nobody must find a new key and not its team.
                present = next.at(before.revision());
                // A hash may be gone as a key's own and come back as what the key was before.
                changes.goneKeys().forEach(keys::gone);
                changes.keys().forEach(keys::changed);
            }
            // The revision last: whoever names it must have been decided by nothing older.
            present = next;
            version.incrementAndGet();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Keeps what a look-up has brought, unless a change came between.
     *
     * @param asked the hashes that were asked for; those without a key are nobody's
     * @return how the look-up stands to what is known: negative if it is older, and was not kept
     */
    int keep(Collection<Key.Hash> asked, Registry.Found found) {
        changing.lock();
        try {
            int standing = Long.compare(found.revision(), present.revision());
            if (standing >= 0) {
                asked.forEach(hash -> keys.remember(hash, found.keys().get(hash)));
                version.addAndGet(found.keys().size());
            }
            return standing;
        } finally {
            changing.unlock();
        }
    }
}
