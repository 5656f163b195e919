package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.ManageKeys;
import dev.signalbox.application.driving.Verdict;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Objection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Keys are issued, blocked and deleted. */
public final class KeyAdmin implements ManageKeys {

    /** The shortest text that an owner may bring as a key, in characters. */
    public static final int SHORTEST_KEY = 20;

    private static final int LONGEST_KEY = 256;

    private final Changes changes;
    private final Key.Hash master;
    private final InstantSource clock;
    private final RandomGenerator secrets;

    /**
     * @param master the hash of the master key, which can be nobody's key
     * @param secrets a source fit for secrets
     */
    public KeyAdmin(
            Changes changes, Key.Hash master, InstantSource clock, RandomGenerator secrets) {
        this.changes = changes;
        this.master = master;
        this.clock = clock;
        this.secrets = secrets;
    }

    @Override
    public Verdict<IssuedKey> issue(NewKey wanted) {
        Credential credential = wanted.own() == null ? Credential.mint(secrets) : wanted.own();
        String flaw = wanted.own() == null ? null : flawOf(credential);
        if (flaw != null) {
            return new Verdict.Objected<>(new Objection.UnfitKey(flaw));
        }
        Key key = key(credential, wanted);
        return changes.make(
                edit -> {
                    requireRoomFor(key, edit);
                    edit.put(key);
                    return new IssuedKey(credential, key);
                });
    }

    @Override
    public Verdict<List<Key.Hash>> delete(List<Key.Hash> hashes) {
        return changes.make(
                edit -> {
                    for (Key.Hash hash : hashes) {
                        edit.remove(existing(edit, hash).hash());
                    }
                    return List.copyOf(hashes);
                });
    }

    @Override
    public Verdict<Key> block(Key.Hash hash, boolean blocked) {
        return changes.make(
                edit -> {
                    Key key = existing(edit, hash).withBlocked(blocked, clock.instant());
                    edit.put(key);
                    return key;
                });
    }

    @Override
    public Verdict<Key> look(Key.Hash hash) {
        return changes.ask(
                () ->
                        changes.registry()
                                .find(hash)
                                .key()
                                .orElseThrow(() -> new Veto(new Objection.NoSuchKey())));
    }

    private Key key(Credential credential, NewKey wanted) {
        Instant now = clock.instant();
        return new Key(
                credential.hash(),
                credential.publicId(),
                credential.label(),
                wanted.name(),
                wanted.team(),
                wanted.models(),
                wanted.blocked(),
                wanted.lifetime() == null ? null : now.plus(wanted.lifetime()),
                wanted.extras(),
                now,
                now);
    }

    private static void requireRoomFor(Key key, Edit edit) {
        if (key.team() != null && edit.team(key.team()).isEmpty()) {
            throw new Veto(new Objection.NoSuchTeam(key.team()));
        }
        if (edit.key(key.hash()).isPresent()) {
            throw new Veto(new Objection.KeyExists());
        }
        if (key.name() != null && edit.keyNamed(key.name()).isPresent()) {
            throw new Veto(new Objection.KeyNameTaken(key.name()));
        }
    }

    private @Nullable String flawOf(Credential own) {
        if (own.length() < SHORTEST_KEY || own.length() > LONGEST_KEY) {
            return "A key has " + SHORTEST_KEY + " to " + LONGEST_KEY + " characters.";
        }
        if (!own.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return "A key has only visible ASCII characters and no space, so that it fits a header.";
        }
        if (own.isDamaged()) {
            return "A key that begins like one of ours must have our checksum; leave `key` out to get one.";
        }
        return own.hash().equals(master) ? "The master key can be nobody's key." : null;
    }

    private static Key existing(Edit edit, Key.Hash hash) {
        return edit.key(hash).orElseThrow(() -> new Veto(new Objection.NoSuchKey()));
    }
}
