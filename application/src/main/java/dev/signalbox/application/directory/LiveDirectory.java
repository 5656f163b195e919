package dev.signalbox.application.directory;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Recognition.Recognised;
import dev.signalbox.application.directory.Recognition.Unrecognised;
import dev.signalbox.application.directory.keys.LookupBudget;
import dev.signalbox.application.directory.keys.Lookups;
import dev.signalbox.application.driven.ChangeFeed;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Contents;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driven.Snapshots;
import dev.signalbox.application.driven.Snapshots.Snapshot;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.stored.StoredModel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present {@link Directory} and the keys in use, kept true by what the registry says has
 * changed.
 *
 * <p>Safe for many threads. Reading costs one volatile read and one map look-up, whatever state the
 * registry is in. A key that nobody here has heard of is asked for once, however many calls bring
 * it at the same time, for a bounded time, and then remembered as known or unknown.
 */
// "Not known whether" is a third answer beside "a key" and "no key", hence a null Optional.
@SuppressWarnings("NullableOptional")
public final class LiveDirectory implements ChangeFeed.Follower, Snapshots.Source {

    /** How many keys, known and unknown, are remembered unless somebody says otherwise. */
    public static final int DEFAULT_CAPACITY = 200_000;

    /**
     * How long a call waits at most until it is known whose key it brings: as long as a statement
     * may take. A valid key must not be refused while the registry answers.
     */
    public static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(5);

    /** The same while nothing is heard of the registry. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(250);

    /** How often in a second we ask for keys that were not made by us: anybody can invent them. */
    public static final int FOREIGN_LOOKUPS_PER_SECOND = 50;

    private static final Unrecognised UNKNOWN = new Unrecognised(new Refusal.UnknownKey());
    private static final Unrecognised STALE = new Unrecognised(new Refusal.DirectoryStale());
    private static final Unrecognised AWAY = new Unrecognised(new Refusal.RegistryAway());
    private static final Unrecognised TOO_MANY = new Unrecognised(new Refusal.TooManyLookups());

    private final Registry registry;
    private final Knowledge knowledge;
    private final Contact contact;
    private final Lookups lookups;
    private final LookupBudget foreign;

    /** Held across the registry's answer, by those who refresh only; no call waits for it. */
    private final ReentrantLock refreshing = new ReentrantLock();

    private LiveDirectory(Registry registry, Knowledge first, Terms terms, Contact contact) {
        this.registry = registry;
        this.knowledge = first;
        this.contact = contact;
        this.lookups =
                new Lookups(
                        new Lookups.Terms(
                                terms.lookups(),
                                terms.patience(),
                                SHORT_PATIENCE,
                                contact::isSilent),
                        this::ask);
        this.foreign = new LookupBudget(FOREIGN_LOOKUPS_PER_SECOND, terms.nanos());
    }

    /**
     * Reads everything that calls must know. For whoever has no clock and no threads: look-ups are
     * done by the calls themselves, and nothing grows stale.
     *
     * @param capacity how many keys are remembered at most
     * @throws RegistryUnavailable if the registry cannot be asked
     */
    public static LiveDirectory open(Registry registry, Directory.Models models, int capacity) {
        return open(registry, ModelShelf.of(models), Terms.timeless(capacity));
    }

    /**
     * Reads everything that calls must know.
     *
     * @param shelf with the models of the file
     * @throws RegistryUnavailable if the registry cannot be asked
     */
    public static LiveDirectory open(Registry registry, ModelShelf shelf, Terms terms) {
        Directory first = Directory.of(registry.contents(), shelf);
        Contact now = Contact.now(terms.nanos(), terms.staleness());
        return new LiveDirectory(registry, new Knowledge(first, terms.capacity()), terms, now);
    }

    /**
     * Begins with what was known earlier, and asks nobody. The registry is out of touch until it is
     * heard of; {@link #refresh} brings what has changed since.
     */
    public static LiveDirectory from(
            Terms.Earlier earlier, Registry registry, ModelShelf shelf, Terms terms) {
        Snapshot snapshot = earlier.snapshot();
        Contents contents =
                new Contents(
                        snapshot.revision(),
                        snapshot.teams(),
                        snapshot.models(),
                        snapshot.bounded());
        Knowledge first = new Knowledge(Directory.of(contents, shelf), terms.capacity());
        first.begin(snapshot.keys());
        Contact none = Contact.lostSince(earlier.age(), terms.nanos(), terms.staleness());
        return new LiveDirectory(registry, first, terms, none);
    }

    /** What holds now. A call takes it once. */
    public Directory present() {
        return knowledge.present();
    }

    /**
     * Whose that is, or why that cannot be said. A key that was rotated is also found by what it
     * was before; whether that still works is not asked here.
     */
    public Recognition recognise(Credential credential) {
        if (contact.isStale()) {
            return STALE;
        }
        Key.Hash hash = credential.hash();
        Optional<Key> known = knowledge.known(hash);
        if (known == null) {
            if (!credential.isOurs() && !lookups.isUnderWay(hash) && !foreign.take()) {
                return TOO_MANY;
            }
            try {
                known = lookups.ask(hash);
            } catch (RegistryUnavailable e) {
                return AWAY;
            }
        }
        Caller caller = known.map(knowledge::holder).orElse(null);
        return caller == null ? UNKNOWN : new Recognised(caller);
    }

    /** Whether that is a key, and known here. Asks nobody. */
    public boolean knows(Key.Hash hash) {
        Optional<Key> known = knowledge.known(hash);
        return known != null && known.isPresent();
    }

    /**
     * What would hold if these stored models were changed or new, and those gone. Changes nothing.
     */
    public Directory supposing(List<StoredModel> changed, List<Deployment.Id> gone) {
        Directory now = present();
        return now.with(
                new Registry.Changes(
                        now.revision(),
                        false,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        changed,
                        gone,
                        List.of(),
                        List.of()));
    }

    /** All models that are stored, whether they can be used or not. */
    public List<StoredModel> storedModels() {
        return present().storedModels();
    }

    /** How it stands with the registry. */
    public Contact contact() {
        return contact;
    }

    @Override
    public long revision() {
        return present().revision();
    }

    @Override
    public void inTouch() {
        contact.made();
    }

    @Override
    public void outOfTouch() {
        contact.lost();
    }

    @Override
    public long version() {
        return knowledge.version();
    }

    @Override
    public Snapshot snapshot() {
        return knowledge.snapshot();
    }

    /**
     * Takes over everything that has changed. Whoever made a change calls this before saying that
     * it is done.
     *
     * @throws RegistryUnavailable if the registry cannot be asked; then nothing has changed here
     */
    @Override
    public void refresh() {
        refreshing.lock();
        try {
            long before = revision();
            Registry.Changes changes = registry.changesSince(before);
            if (changes.everything() || changes.revision() > before) {
                knowledge.take(changes);
            }
            contact.made();
        } finally {
            refreshing.unlock();
        }
    }

    /** A look-up must not cross a revocation: what was read before one is read again. */
    private Map<Key.Hash, Key> ask(List<Key.Hash> hashes) {
        Map<Key.Hash, Key> answers = new HashMap<>();
        List<Key.Hash> unknown = new ArrayList<>();
        for (Key.Hash hash : hashes) {
            // Whoever asked just before may have brought the answer already.
            Optional<Key> known = knowledge.known(hash);
            if (known == null) {
                unknown.add(hash);
            } else {
                known.ifPresent(key -> answers.put(hash, key));
            }
        }
        if (!unknown.isEmpty()) {
            answers.putAll(looked(unknown));
        }
        return answers;
    }

    private Map<Key.Hash, Key> looked(List<Key.Hash> hashes) {
        while (true) {
            Registry.Found found = registry.findAll(hashes);
            if (knowledge.missesTeamOf(found.keys().values())) {
                // Read from another replica's work, a key may be ahead of the teams known here.
                refresh();
            }
            int standing = knowledge.keep(hashes, found);
            if (standing == 0) {
                contact.made();
            }
            if (standing >= 0) {
                return found.keys();
            }
            // Either a change came between, or the registry was put back to an older state.
            refresh();
        }
    }
}
