package dev.signalbox.application.driven;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Teams, users, keys and models as they are stored. Every change has a revision number; revisions
 * are given in the order of commits and never twice.
 *
 * <p>Every method may block, for a bounded time, and is called by many threads. Every method but
 * {@link #answers()} throws {@link RegistryUnavailable} when the store cannot be asked; then
 * nothing was changed, unless the connection broke in the very moment of the commit.
 */
public interface Registry {

    /**
     * Every team, every stored model and everybody bounded; keys are looked up when they are first
     * used.
     */
    Contents contents();

    /**
     * What has changed behind {@code revision}; cheap when nothing has. Whoever is ahead of the
     * registry (it was put back to an older state) is told everything.
     */
    Changes changesSince(long revision);

    /** The keys that these hashes open, and the revision that all of them were read at. */
    Found findAll(Collection<Key.Hash> hashes);

    /** One key, and the revision that it was read at, whether there is one or not. */
    default Lookup find(Key.Hash hash) {
        Found found = findAll(List.of(hash));
        return new Lookup(found.revision(), Optional.ofNullable(found.keys().get(hash)));
    }

    /**
     * Makes one change, all of it or nothing, and writes it down in the same transaction.
     *
     * @param by who wants it
     * @param change reads and writes through the edit, which is good only inside; whatever it
     *     throws undoes everything. May run again from the start if the store asks for that
     */
    <T> T change(Author by, Function<Edit, T> change);

    /** What was planned and is due by the store's own clock, the earliest first; some of it. */
    List<PlannedAliases> duePlans();

    /** What was planned for a team, whatever became of it, the latest first. */
    List<PlannedAliases> plansOf(Team.Id id);

    /** Whether the store answers now; waits a second at most. */
    boolean answers();

    /** Everything that calls must know from the start. */
    record Contents(
            long revision, List<Team> teams, List<StoredModel> models, List<Bounded> bounded) {
        public Contents {
            teams = List.copyOf(teams);
            models = List.copyOf(models);
            bounded = List.copyOf(bounded);
        }
    }

    /**
     * What has changed up to a revision.
     *
     * @param everything true: too much has gone by; {@code teams}, {@code models} and {@code
     *     bounded} are all there are, and every key held in memory must be forgotten
     * @param teams changed or new
     * @param goneTeams deleted
     * @param keys changed or new, or owned by a user who has changed
     * @param goneKeys deleted, or no longer what opens a key that was rotated
     * @param models changed or new
     * @param goneModels deleted
     * @param bounded changed or new
     * @param goneBounded deleted
     */
    record Changes(
            long revision,
            boolean everything,
            List<Team> teams,
            List<Team.Id> goneTeams,
            List<Key> keys,
            List<Key.Hash> goneKeys,
            List<StoredModel> models,
            List<Deployment.Id> goneModels,
            List<Bounded> bounded,
            List<Holder> goneBounded) {
        public Changes {
            teams = List.copyOf(teams);
            goneTeams = List.copyOf(goneTeams);
            keys = List.copyOf(keys);
            goneKeys = List.copyOf(goneKeys);
            models = List.copyOf(models);
            goneModels = List.copyOf(goneModels);
            bounded = List.copyOf(bounded);
            goneBounded = List.copyOf(goneBounded);
        }

        /** Nothing has changed up to that revision. */
        public static Changes none(long revision) {
            return new Changes(
                    revision, false, List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of(), List.of(), List.of());
        }
    }

    /**
     * What a question for keys brought.
     *
     * @param keys under the hash that was asked for: the key that has it, or had it before it was
     *     rotated and still answers to it. Where there is none nothing stands
     */
    record Found(long revision, Map<Key.Hash, Key> keys) {
        public Found {
            keys = Map.copyOf(keys);
        }
    }

    /** The same of one key. */
    record Lookup(long revision, Optional<Key> key) {}

    /** One change in the making. What is read is locked until the end. */
    interface Edit {

        /** The team, if there is one. */
        Optional<Team> team(Team.Id id);

        /** The key, if there is one. */
        Optional<Key> key(Key.Hash hash);

        /** The key of that name ({@code key_alias}), if there is one. */
        Optional<Key> keyNamed(String name);

        /** The keys of that user, the oldest first. */
        List<Key> keysOf(User.Id id);

        /** The keys of that team that have aliases of their own, the oldest first. */
        List<Key> aliasedKeysOf(Team.Id id);

        /** The teams that the user belongs to, in the order of their ids. */
        List<Team> teamsOf(User.Id id);

        /** The user, if there is one. */
        Optional<User> user(User.Id id);

        /** The first user with that e-mail address, capital or not, if there is one. */
        Optional<User> userAt(String email);

        /** The stored model, if there is one. */
        Optional<StoredModel> model(Deployment.Id id);

        /** What is said of that holder, if anything is. */
        Optional<Bounded> bounded(Holder holder);

        /** Whether a key, or somebody of whom something is said, is bounded by these terms. */
        boolean isInForce(String terms);

        /** What was planned under that id, if anything was. */
        Optional<PlannedAliases> plan(String id);

        /** What was planned for a team, whatever became of it, the latest first. */
        List<PlannedAliases> plans(Team.Id id);

        /** The present moment by the store's own clock: replicas agree on it. */
        Instant now();

        /** Writes down, in the history alone, that the ledger is corrected. */
        void note(OrderedCorrection correction);

        /** Stores a plan; of one that is stored only what became of it changes. */
        void put(PlannedAliases plan);

        /** Stores a team, new or changed. */
        void put(Team team);

        /** Stores a key, new or changed. Of its owner only the id is stored. */
        void put(Key key);

        /**
         * Stores a key in the place of what it was: the same key with another secret.
         *
         * @param before its hash until now; {@code key.former()} says whether that still works
         */
        void rotate(Key.Hash before, Key key);

        /** Stores a user, new or changed. */
        void put(User user);

        /** Stores a model, new or changed. */
        void put(StoredModel model);

        /** Stores what is said of a holder, new or changed. */
        void put(Bounded bounded);

        /** Deletes a team, every key of it, and what is said of its members. */
        void remove(Team.Id id);

        /** Deletes a key. */
        void remove(Key.Hash hash);

        /** Deletes a user; what belongs to them stays. */
        void remove(User.Id id);

        /** Deletes a stored model. */
        void remove(Deployment.Id id);

        /** Deletes what is said of a holder. */
        void remove(Holder holder);
    }

    /** The store cannot be asked now. */
    final class RegistryUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * @param message what did not work, without a credential
         */
        public RegistryUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
