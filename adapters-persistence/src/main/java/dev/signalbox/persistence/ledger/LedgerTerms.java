package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What accounting is to be like.
 *
 * @param url the database, which may be away
 * @param folder of the journal; no other process may have it
 * @param room how many bytes a new journal has
 * @param retentionDays for how many days rows are kept besides today's; 0 for ever
 * @param replica this run of this gateway
 */
public record LedgerTerms(
        DatabaseUrl url,
        Path folder,
        long room,
        WhenFull whenFull,
        int retentionDays,
        UUID replica) {

    /** Room for some sixty thousand usual calls, of a kilobyte each. */
    public static final long USUAL_ROOM = 64L << 20;

    public LedgerTerms {
        if (retentionDays < 0) {
            throw new IllegalArgumentException("rows are kept for " + retentionDays + " days");
        }
    }

    /** The same in another folder. */
    LedgerTerms in(Path other) {
        return new LedgerTerms(url, other, room, whenFull, retentionDays, replica);
    }

    /** The same by another run. */
    LedgerTerms by(UUID other) {
        return new LedgerTerms(url, folder, room, whenFull, retentionDays, other);
    }
}
