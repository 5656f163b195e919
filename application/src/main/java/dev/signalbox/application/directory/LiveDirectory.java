package dev.signalbox.application.directory;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Recognition.Recognised;
import dev.signalbox.application.directory.Recognition.Unrecognised;
import dev.signalbox.application.directory.keys.KeysInUse;
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
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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

    /** How long a call waits at most until it is known whose key it brings. */
    public static final Duration LOOKUP_PATIENCE = Duration.ofMillis(250);

    /** How often in a second we ask for keys that were not made by us: anybody can invent them. */
    public static final int FOREIGN_LOOKUPS_PER_SECOND = 50;

    private static final Unrecognised UNKNOWN = new Unrecognised(new Refusal.UnknownKey());
    private static final Unrecognised STALE = new Unrecognised(new Refusal.DirectoryStale());
    private static final Unrecognised AWAY = new Unrecognised(new Refusal.RegistryAway());
    private static final Unrecognised TOO_MANY = new Unrecognised(new Refusal.TooManyLookups());

    private final Registry registry;
    private final KeysInUse keys;
    private final Contact contact;
    private final Lookups lookups;
    private final LookupBudget foreign;

    /** Held across the registry's answer, by those who refresh only; no call waits for it. */
    private final ReentrantLock refreshing = new ReentrantLock();

    /** Makes "which revision" and "what is remembered" one step; never held across I/O. */
    private final ReentrantLock publishing = new ReentrantLock();

    private final AtomicLong version = new AtomicLong();
    private volatile Directory present;

    private LiveDirectory(Registry registry, Directory first, Terms terms, Contact contact) {
        this.registry = registry;
        this.present = first;
        this.keys = new KeysInUse(terms.capacity());
        this.contact = contact;
        this.lookups = new Lookups(terms.lookups(), terms.patience(), this::ask);
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
        return new LiveDirectory(
                registry, first, terms, Contact.now(terms.nanos(), terms.staleness()));
    }

    /**
     * Begins with what was known earlier, and asks nobody. The registry is out of touch until it is
     * heard of; {@link #refresh} brings what has changed since.
     */
    public static LiveDirectory from(
            Terms.Earlier earlier, Registry registry, ModelShelf shelf, Terms terms) {
        Snapshot snapshot = earlier.snapshot();
        Contents known = new Contents(snapshot.revision(), snapshot.teams(), snapshot.models());
        Directory first = Directory.of(known, shelf);
        Contact none = Contact.lostSince(earlier.age(), terms.nanos(), terms.staleness());
        LiveDirectory live = new LiveDirectory(registry, first, terms, none);
        snapshot.keys().forEach(live.keys::remember);
        return live;
    }

    /** What holds now. A call takes it once. */
    public Directory present() {
        return present;
    }

    /**
     * Whose that is, or why that cannot be said. Waits for a quarter of a second at most. A key
     * that was rotated is also found by what it was before; whether that still works is not asked
     * here.
     */
    public Recognition recognise(Credential credential) {
        if (contact.isStale()) {
            return STALE;
        }
        Key.Hash hash = credential.hash();
        Optional<Key> known = keys.known(hash);
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
        Caller caller = withTeam(known.orElse(null));
        return caller == null ? UNKNOWN : new Recognised(caller);
    }

    /**
     * Whoever holds the key of that hash, with the team as it is now.
     *
     * @return null if nobody does, or the key's team is gone
     * @throws RegistryUnavailable if the key is not known here and the registry cannot be asked
     */
    public @Nullable Caller caller(Key.Hash hash) {
        Optional<Key> known = keys.known(hash);
        return withTeam((known != null ? known : lookups.ask(hash)).orElse(null));
    }

    /** Whether that is a key, and known here. Asks nobody. */
    public boolean knows(Key.Hash hash) {
        Optional<Key> known = keys.known(hash);
        return known != null && known.isPresent();
    }

    private @Nullable Caller withTeam(@Nullable Key key) {
        if (key == null) {
            return null;
        }
        Team.Id id = key.team();
        Team team = id == null ? null : present.team(id);
        return id != null && team == null ? null : new Caller.Member(key, team);
    }

    /** All models that are stored, whether they can be used or not. */
    public List<StoredModel> storedModels() {
        return present.storedModels();
    }

    /** How it stands with the registry. */
    public Contact contact() {
        return contact;
    }

    @Override
    public long revision() {
        return present.revision();
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
        return version.get();
    }

    @Override
    public Snapshot snapshot() {
        Directory directory;
        publishing.lock();
        try {
            // Not in the middle of a change: its keys would be missing at its revision.
            directory = present;
        } finally {
            publishing.unlock();
        }
        // Keys that change from now on are newer than the revision says, and will be told again.
        return new Snapshot(
                directory.revision(),
                List.copyOf(directory.teams()),
                keys.all(),
                directory.storedModels());
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
            Directory before = present;
            Registry.Changes changes = registry.changesSince(before.revision());
            if (changes.everything() || changes.revision() > before.revision()) {
                publish(before, changes);
            }
            contact.made();
        } finally {
            refreshing.unlock();
        }
    }

    private void publish(Directory before, Registry.Changes changes) {
        Directory next = before.with(changes);
        publishing.lock();
        try {
            if (changes.everything()) {
                keys.forgetEverything();
            }
            // The teams first: nobody must find a new key and not its team.
            present = next;
            // A hash may be gone as a key's own and come back as what the key was before.
            changes.goneKeys().forEach(keys::gone);
            changes.keys().forEach(keys::changed);
            version.incrementAndGet();
        } finally {
            publishing.unlock();
        }
    }

    /** A look-up must not cross a revocation: what was read before one is read again. */
    private Optional<Key> ask(Key.Hash hash) {
        // Whoever asked just before may have brought the answer already.
        Optional<Key> known = keys.known(hash);
        if (known != null) {
            return known;
        }
        Registry.Lookup look = registry.find(hash);
        while (!remembered(hash, look)) {
            // Either a change came between, or the registry was put back to an older state.
            refresh();
            look = registry.find(hash);
        }
        Team.Id team = look.key().map(Key::team).orElse(null);
        if (team != null && present.team(team) == null) {
            // Read from another replica's work, the key may be ahead of the teams known here.
            refresh();
        }
        return look.key();
    }

    private boolean remembered(Key.Hash hash, Registry.Lookup look) {
        publishing.lock();
        try {
            boolean current = look.revision() >= present.revision();
            if (look.revision() == present.revision()) {
                contact.made();
            }
            if (current) {
                keys.remember(hash, look.key().orElse(null));
                version.addAndGet(look.key().isPresent() ? 1 : 0);
            }
            return current;
        } finally {
            publishing.unlock();
        }
    }
}
