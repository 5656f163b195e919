package dev.signalbox.application.directory.keys;

import dev.signalbox.domain.access.Key;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys in use, and the hashes that are known to be nobody's, in bounded room: what was not used
 * while a whole generation filled up is forgotten. Safe for many threads: the young generation is
 * read without a lock, everything else happens under one that is never held across I/O.
 */
// "Not known whether" is a third answer beside "a key" and "no key", hence a null Optional.
@SuppressWarnings("NullableOptional")
final class KeyRing {

    private final int generationSize;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Map<Key.Hash, Optional<Key>> young = new ConcurrentHashMap<>();
    private volatile Map<Key.Hash, Optional<Key>> old = new ConcurrentHashMap<>();

    /**
     * @param capacity how many hashes are remembered at most
     */
    KeyRing(int capacity) {
        this.generationSize = Math.max(1, capacity / 2);
    }

    /** What is known of {@code hash}: a key, or that there is none; null if nothing is known. */
    @Nullable Optional<Key> known(Key.Hash hash) {
        Optional<Key> found = young.get(hash);
        return found != null || !old.containsKey(hash) ? found : promoted(hash);
    }

    /**
     * Keeps an answer.
     *
     * @param key null if there is none
     */
    void remember(Key.Hash hash, @Nullable Key key) {
        changing.lock();
        try {
            put(hash, key);
        } finally {
            changing.unlock();
        }
    }

    /** Takes over a change, if the hash is one of those remembered. */
    void update(Key.Hash hash, @Nullable Key key) {
        changing.lock();
        try {
            if (young.containsKey(hash) || old.containsKey(hash)) {
                put(hash, key);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Knows no more of that hash than of any other. */
    void forget(Key.Hash hash) {
        changing.lock();
        try {
            young.remove(hash);
            old.remove(hash);
        } finally {
            changing.unlock();
        }
    }

    void forgetEverything() {
        changing.lock();
        try {
            young = new ConcurrentHashMap<>();
            old = new ConcurrentHashMap<>();
        } finally {
            changing.unlock();
        }
    }

    /** The keys that are remembered, each once. */
    List<Key> keys() {
        Map<Key.Hash, Key> all = new HashMap<>();
        changing.lock();
        try {
            // What is young may also stand among the old, as it was then.
            for (Map<Key.Hash, Optional<Key>> generation : List.of(old, young)) {
                generation.forEach(
                        (hash, key) ->
                                key.ifPresentOrElse(
                                        known -> all.put(hash, known), () -> all.remove(hash)));
            }
        } finally {
            changing.unlock();
        }
        return all.values().stream().distinct().toList();
    }

    private @Nullable Optional<Key> promoted(Key.Hash hash) {
        changing.lock();
        try {
            // Looked up again: a change may have come between.
            Optional<Key> found = young.get(hash);
            if (found == null) {
                found = old.get(hash);
                if (found != null) {
                    put(hash, found.orElse(null));
                }
            }
            return found;
        } finally {
            changing.unlock();
        }
    }

    private void put(Key.Hash hash, @Nullable Key key) {
        if (young.size() >= generationSize) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(hash, Optional.ofNullable(key));
    }
}
