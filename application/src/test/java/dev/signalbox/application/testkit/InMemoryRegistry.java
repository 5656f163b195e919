package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.testkit.StoredThings.Row;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A registry in memory that keeps the whole contract, and can be away. */
public final class InMemoryRegistry implements Registry, Records, AuditLog {

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger lookups = new AtomicInteger();
    private StoredThings stored = new StoredThings();
    private long forgottenUpTo;
    private volatile boolean away;
    private volatile Runnable beforeLookup = () -> {};
    private volatile Runnable afterLookup = () -> {};

    /** From now on it cannot be asked, or can again. */
    public void away(boolean away) {
        this.away = away;
    }

    /** From now on its own clock is this one. */
    public void clock(InstantSource clock) {
        inLock(
                () -> {
                    stored.clock = clock;
                    return null;
                });
    }

    /** How often keys were asked for, be it one or many. */
    public int lookups() {
        return lookups.get();
    }

    /**
     * Runs while a look-up is under way: before the key is read, and after it but before the
     * answer.
     */
    public void whileLookingUp(Runnable before, Runnable after) {
        this.beforeLookup = before;
        this.afterLookup = after;
    }

    /** Remembers the present state, and gives the means to put it back: a restored backup. */
    public Runnable backup() {
        StoredThings kept = inLock(() -> stored.copy());
        return () ->
                inLock(
                        () -> {
                            stored = kept;
                            return null;
                        });
    }

    /** Forgets what was deleted, as a store does that has grown old. */
    public void forgetTombstones() {
        inLock(
                () -> {
                    forgottenUpTo = stored.revision;
                    stored.goneTeams.clear();
                    stored.goneKeys.clear();
                    stored.goneModels.clear();
                    stored.goneBounded.clear();
                    return null;
                });
    }

    @Override
    public Contents contents() {
        return inLock(
                () ->
                        new Contents(
                                stored.revision,
                                stored.allTeams(),
                                stored.allModels(),
                                stored.allBounded()));
    }

    @Override
    public Changes changesSince(long revision) {
        return inLock(
                () -> {
                    if (revision < forgottenUpTo || revision > stored.revision) {
                        return new Changes(
                                stored.revision,
                                true,
                                stored.allTeams(),
                                List.of(),
                                List.of(),
                                List.of(),
                                stored.allModels(),
                                List.of(),
                                stored.allBounded(),
                                List.of());
                    }
                    return new Changes(
                            stored.revision,
                            false,
                            stored.teams.values().stream()
                                    .filter(row -> row.revision() > revision)
                                    .map(Row::value)
                                    .toList(),
                            behind(revision, stored.goneTeams),
                            stored.allKeys().stream()
                                    .filter(
                                            key ->
                                                    stored.keys.get(key.hash()).revision()
                                                            > revision)
                                    .toList(),
                            behind(revision, stored.goneKeys),
                            stored.models.values().stream()
                                    .filter(row -> row.revision() > revision)
                                    .map(Row::value)
                                    .toList(),
                            behind(revision, stored.goneModels),
                            stored.bounded.values().stream()
                                    .filter(row -> row.revision() > revision)
                                    .map(Row::value)
                                    .toList(),
                            behind(revision, stored.goneBounded));
                });
    }

    @Override
    public Found findAll(Collection<Key.Hash> hashes) {
        lookups.incrementAndGet();
        beforeLookup.run();
        Found found =
                inLock(
                        () -> {
                            Map<Key.Hash, Key> keys = new HashMap<>();
                            for (Key.Hash hash : hashes) {
                                stored.key(hash).ifPresent(key -> keys.put(hash, key));
                            }
                            return new Found(stored.revision, keys);
                        });
        afterLookup.run();
        return found;
    }

    @Override
    public <T> T change(Author by, Function<Edit, T> change) {
        return inLock(
                () -> {
                    StoredThings next = stored.copy();
                    next.revision++;
                    next.author = by;
                    T result = change.apply(next);
                    stored = next;
                    return result;
                });
    }

    @Override
    public List<PlannedAliases> duePlans() {
        return inLock(
                () ->
                        stored.plans.values().stream()
                                .filter(plan -> plan.isDue(stored.clock.instant()))
                                .sorted(Comparator.comparing(PlannedAliases::at))
                                .toList());
    }

    @Override
    public List<PlannedAliases> plansOf(Team.Id id) {
        return inLock(() -> stored.plans(id));
    }

    @Override
    public boolean answers() {
        return !away;
    }

    @Override
    public Page<Key> keys(KeyFilter filter, PageWish wish) {
        Predicate<Key> fits =
                key ->
                        (filter.user() == null || filter.user().equals(key.user()))
                                && (filter.team() == null || filter.team().equals(key.team()))
                                && (filter.hash() == null || filter.hash().equals(key.hash()))
                                && (filter.name() == null || filter.name().equals(key.name()));
        return inLock(
                () ->
                        page(
                                stored.allKeys().stream().filter(fits),
                                new Reading<>(
                                        Key::name,
                                        key -> key.hash().hex(),
                                        Key::createdAt,
                                        Key::updatedAt),
                                wish));
    }

    @Override
    public Page<Team> teams(TeamFilter filter, PageWish wish) {
        Predicate<Team> fits =
                team ->
                        (filter.member() == null || team.member(filter.member()) != null)
                                && (filter.id() == null || filter.id().equals(team.id()))
                                && contains(team.name(), filter.namePart());
        return inLock(
                () ->
                        page(
                                stored.allTeams().stream().filter(fits),
                                new Reading<>(
                                        Team::name,
                                        team -> team.id().text(),
                                        Team::createdAt,
                                        Team::updatedAt),
                                wish));
    }

    @Override
    public Page<User> users(UserFilter filter, PageWish wish) {
        Predicate<User> fits =
                user ->
                        (filter.ids().isEmpty() || filter.ids().contains(user.id()))
                                && (filter.role() == null || filter.role() == user.role())
                                && contains(user.email(), filter.emailPart());
        return inLock(
                () ->
                        page(
                                stored.users.values().stream().filter(fits),
                                new Reading<>(
                                        User::name,
                                        user -> user.id().text(),
                                        User::createdAt,
                                        User::updatedAt),
                                wish));
    }

    @Override
    public List<Key> keysOf(Collection<Team.Id> teams, int most) {
        return inLock(
                () ->
                        stored.allKeys().stream()
                                .filter(key -> key.team() != null && teams.contains(key.team()))
                                .sorted(StoredThings.OLDEST_FIRST)
                                .limit(most)
                                .toList());
    }

    @Override
    public List<Key> keysKnownAs(Collection<String> publicIds) {
        return inLock(
                () ->
                        stored.allKeys().stream()
                                .filter(key -> publicIds.contains(key.publicId()))
                                .toList());
    }

    @Override
    public Optional<User> user(User.Id id) {
        return inLock(() -> stored.user(id));
    }

    @Override
    public List<RecordedChange> changes(ChangeFilter filter) {
        return inLock(
                () ->
                        stored.history.reversed().stream()
                                .filter(
                                        change ->
                                                (filter.kind() == null
                                                                || filter.kind()
                                                                        .equals(change.kind()))
                                                        && (filter.id() == null
                                                                || filter.id().equals(change.id()))
                                                        && (filter.before() == null
                                                                || change.serial()
                                                                        < filter.before()))
                                .limit(filter.most())
                                .toList());
    }

    @Override
    public List<RecordedChange> difference(long from, long to) {
        return inLock(
                () ->
                        stored.history.stream()
                                .filter(change -> change.revision() > from)
                                .filter(change -> change.revision() <= to)
                                .toList());
    }

    @Override
    public ChainReport verify(ChainReport.@Nullable Head noted) {
        return inLock(() -> new ChainReport(stored.history.size(), null, null));
    }

    @Override
    public List<PastAliases> aliasesOf(Team.Id team) {
        return inLock(
                () -> new ArrayList<>(stored.aliases.getOrDefault(team, List.of())).reversed());
    }

    @Override
    public Optional<Aliases> aliasesAt(Team.Id team, long revision) {
        return aliasesOf(team).stream()
                .filter(past -> past.revision() <= revision)
                .findFirst()
                .map(PastAliases::aliases);
    }

    private <T> T inLock(Supplier<T> work) {
        if (away) {
            throw new RegistryUnavailable(
                    "the registry is away", new IOException("connection refused"));
        }
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private record Reading<T>(
            Function<T, @Nullable String> name,
            Function<T, String> id,
            Function<T, Instant> created,
            Function<T, Instant> updated) {

        Comparator<T> order(PageWish wish) {
            PageWish.Order by = wish.sortBy() == null ? PageWish.Order.CREATED : wish.sortBy();
            Comparator<T> order =
                    switch (by) {
                        case ID -> Comparator.comparing(id);
                        case NAME ->
                                Comparator.comparing(
                                        name, Comparator.nullsLast(Comparator.naturalOrder()));
                        case CREATED -> Comparator.comparing(created);
                        case UPDATED -> Comparator.comparing(updated);
                    };
            Comparator<T> whole = order.thenComparing(id);
            return wish.descending() ? whole.reversed() : whole;
        }
    }

    private static <T> Page<T> page(Stream<T> rows, Reading<T> reading, PageWish wish) {
        List<T> sorted = rows.sorted(reading.order(wish)).toList();
        return new Page<>(
                sorted.stream().skip(wish.offset()).limit(wish.size()).toList(),
                sorted.size(),
                wish);
    }

    private static boolean contains(@Nullable String text, @Nullable String part) {
        return part == null
                || (text != null
                        && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)));
    }

    private static <T> List<T> behind(long revision, Map<T, Long> gone) {
        List<T> behind = new ArrayList<>();
        gone.forEach(
                (id, when) -> {
                    if (when > revision) {
                        behind.add(id);
                    }
                });
        return behind;
    }
}
