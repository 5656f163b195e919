package dev.signalbox.application.directory.keys;

import dev.signalbox.domain.access.Key;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the hashes that callers show: whose they are, or that they are nobody's. Those
 * have a room of their own, so that inventing keys drives no real one out. Safe for many threads.
 */
// "Not known whether" is a third answer beside "a key" and "no key", hence a null Optional.
@SuppressWarnings("NullableOptional")
public final class KeysInUse {

    private static final int STRANGERS = 20_000;

    private final KeyRing keys;
    private final KeyRing strangers = new KeyRing(STRANGERS);

    /**
     * @param capacity how many keys are remembered at most
     */
    public KeysInUse(int capacity) {
        this.keys = new KeyRing(capacity);
    }

    /** The key that {@code shown} opens, or that there is none; null if nothing is known. */
    public @Nullable Optional<Key> known(Key.Hash shown) {
        Optional<Key> known = keys.known(shown);
        return known != null ? known : strangers.known(shown);
    }

    /**
     * Keeps what was found out.
     *
     * @param key null if there is none
     */
    public void remember(Key.Hash shown, @Nullable Key key) {
        (key == null ? strangers : keys).remember(shown, key);
    }

    /** Keeps a key, also under what it was before it was rotated. */
    public void remember(Key key) {
        keys.remember(key.hash(), key);
        if (key.former() != null) {
            keys.remember(key.former().hash(), key);
        }
    }

    /** A key is new or has changed; if it is not in use that is not kept. */
    public void changed(Key key) {
        changed(key.hash(), key);
        if (key.former() != null) {
            changed(key.former().hash(), key);
        }
    }

    /** The hash opens nothing any more. */
    public void gone(Key.Hash hash) {
        keys.update(hash, null);
    }

    /** Knows nothing more. */
    public void forgetEverything() {
        keys.forgetEverything();
        strangers.forgetEverything();
    }

    /** Every key in use, once. */
    public List<Key> all() {
        return keys.keys();
    }

    private void changed(Key.Hash shown, Key key) {
        keys.update(shown, key);
        strangers.forget(shown);
    }
}
