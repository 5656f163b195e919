package dev.signalbox.application.driven;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known here, kept where a start finds it that finds no registry. No secret is in it: keys
 * are known by their hashes, and what is secret of stored models is sealed. Whoever opens it closes
 * it.
 */
public interface Snapshots extends AutoCloseable {

    /** The one kept last; empty if there is none that can be read. May block. */
    Optional<Kept> last();

    /**
     * Begins to keep what {@code source} knows whenever that has changed, soon but not at once, on
     * a thread of its own, and never for more than a small part of the time. Returns at once; once.
     */
    void keep(Source source);

    /** How it goes, as a phrase for operators; does not block. */
    String describe();

    /** Keeps what is new, and then no more. */
    @Override
    void close();

    /** Whose knowledge is kept. */
    interface Source {

        /** Rises with everything that is worth keeping; does not block. */
        long version();

        /** What is known now. */
        Snapshot snapshot();
    }

    /**
     * What is known at a revision.
     *
     * @param teams all of them
     * @param keys those in use
     * @param models all that are stored
     * @param bounded everybody of whom something is said
     */
    record Snapshot(
            long revision,
            List<Team> teams,
            List<Key> keys,
            List<StoredModel> models,
            List<Bounded> bounded) {
        public Snapshot {
            teams = List.copyOf(teams);
            keys = List.copyOf(keys);
            models = List.copyOf(models);
            bounded = List.copyOf(bounded);
        }
    }

    /** A snapshot, and when it was taken. */
    record Kept(Instant taken, Snapshot snapshot) {}
}
