package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

/** Which texts an owner may bring as a key. */
final class OwnKeys {

    private static final int SHORTEST = 20;
    private static final int LONGEST = 256;

    private final Key.Hash master;

    /**
     * @param master the hash of the master key, which can be nobody's key
     */
    OwnKeys(Key.Hash master) {
        this.master = master;
    }

    /** Goes on only if {@code own} can be a key. */
    void requireFit(Credential own) {
        String flaw = flawOf(own);
        if (flaw != null) {
            throw new Veto(new Objection.UnfitKey(flaw));
        }
    }

    private @Nullable String flawOf(Credential own) {
        if (own.length() < SHORTEST || own.length() > LONGEST) {
            return "A key has " + SHORTEST + " to " + LONGEST + " characters.";
        }
        if (!own.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return "A key has only visible ASCII characters and no space, so that it fits a header.";
        }
        if (own.isDamaged()) {
            return "A key that begins like one of ours must have our checksum; leave `key` out to get one.";
        }
        return own.hash().equals(master) ? "The master key can be nobody's key." : null;
    }
}
