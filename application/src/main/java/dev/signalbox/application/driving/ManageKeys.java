package dev.signalbox.application.driving;

import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * An administrator looks after keys. A change is effective in this process before it is answered.
 */
public interface ManageKeys {

    /** Makes a key. */
    Verdict<IssuedKey> issue(NewKey key);

    /** Deletes all of these keys, or none. */
    Verdict<List<Key.Hash>> delete(List<Key.Hash> hashes);

    /** Blocks a key, or lets it in again. */
    Verdict<Key> block(Key.Hash hash, boolean blocked);

    /** One key. */
    Verdict<Key> look(Key.Hash hash);

    /**
     * A key that is to be.
     *
     * @param own the caller's own text for it; null: we make one
     * @param name unique among keys; null for none
     * @param lifetime null for ever
     */
    record NewKey(
            @Nullable Credential own,
            @Nullable String name,
            Team.@Nullable Id team,
            ModelList models,
            boolean blocked,
            @Nullable Duration lifetime,
            FreeJson extras) {}

    /** A new key, and the only time that anybody sees its text. */
    record IssuedKey(Credential credential, Key key) {}
}
