package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Measure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counters as they should behave, in memory; for every replica a view of its own. Time goes by when
 * the clock says so.
 */
public final class InMemoryCounters {

    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final Duration FRESH = Duration.ofMillis(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<Instant> clock;
    private final boolean careless;
    private final Map<String, MeterRow> meters = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();
    private final Map<String, Counters.News> ears = new HashMap<>();

    /** What a replica has of a meter. */
    private static final class GrantRow {
        private long amount;
        private long settled;
        private long turn;
        private Instant answered = Instant.MIN;
    }

    private static final class MeterRow {
        private long spent;
        private Measure measure = Measure.MONEY;
        private Instant recalled = Instant.MIN;
        private final Map<String, GrantRow> grants = new HashMap<>();
    }

    private InMemoryCounters(Supplier<Instant> clock, boolean careless) {
        this.clock = clock;
        this.careless = careless;
    }

    /** Such as keep what they promise. */
    public static InMemoryCounters careful(Supplier<Instant> clock) {
        return new InMemoryCounters(clock, false);
    }

    /** Such as do not look whether there is room: to show that this is what keeps the bound. */
    public static InMemoryCounters careless(Supplier<Instant> clock) {
        return new InMemoryCounters(clock, true);
    }

    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void aloneDo(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** As one replica sees them. */
    public View of(String replica) {
        return new View(replica);
    }

    /** The ledger has written that a replica's calls cost so much. */
    public void written(String replica, String meter, long cost) {
        aloneDo(() -> write(replica, meter, cost));
    }

    private void write(String replica, String meter, long cost) {
        MeterRow row = meters.get(meter);
        if (row != null) {
            row.spent += cost;
            GrantRow grant = row.grants.get(replica);
            if (grant != null) {
                grant.settled += cost;
            }
        }
    }

    /** The journal of a dead replica has been read. */
    public void closed(String replica) {
        aloneDo(() -> meters.values().forEach(row -> row.grants.remove(replica)));
    }

    /** What is spent for good. */
    public long spent(String meter) {
        return alone(
                () -> {
                    MeterRow row = meters.get(meter);
                    return row == null ? 0 : row.spent;
                });
    }

    /** What one replica sees; can be cut off. */
    public final class View implements Counters {

        private final String replica;
        private final AtomicBoolean cut = new AtomicBoolean();

        private View(String replica) {
            this.replica = replica;
        }

        /** From now on they cannot be asked, or can again. */
        public void cut(boolean off) {
            cut.set(off);
        }

        @Override
        public Given take(Wish wish) {
            requireContact();
            List<String> recalled = new ArrayList<>();
            Given given = alone(() -> grant(replica, wish, recalled));
            recalled.forEach(meter -> announce(replica, news -> news.recalled(meter)));
            return given;
        }

        @Override
        public void report(Holding holding) {
            requireContact();
            if (alone(() -> noted(replica, holding))) {
                announce(replica, news -> news.freed(holding.meter()));
            }
        }

        @Override
        public Instant beat() {
            requireContact();
            aloneDo(() -> seen.put(replica, clock.get()));
            return clock.get();
        }

        @Override
        public void tell(Counters.News news) {
            aloneDo(() -> ears.put(replica, news));
        }

        private void requireContact() {
            if (cut.get()) {
                throw new CountersUnavailable("they are cut off", null);
            }
        }
    }

    private Counters.Given grant(String replica, Counters.Wish wish, List<String> recalled) {
        Instant now = clock.get();
        Window.Span span = wish.gauge().span();
        if (span != null && !span.contains(now)) {
            return new Counters.Given(Counters.Given.Kind.NOT_NOW, 0, 0, 0, now);
        }
        MeterRow row = meters.computeIfAbsent(wish.gauge().id(), id -> new MeterRow());
        row.measure = wish.gauge().measure();
        GrantRow own = row.grants.computeIfAbsent(replica, id -> new GrantRow());
        if (own.turn >= wish.holding().turn()) {
            return new Counters.Given(Counters.Given.Kind.REFUSED, own.amount, 0, 0, now);
        }
        Long known = wish.holding().held();
        long held = known == null ? own.amount : known;
        long used = row.spent + ofOthers(row, replica, now) + held - own.settled;
        long room = careless ? Long.MAX_VALUE / 4 : wish.most() - used;
        long granted = 0;
        Counters.Given.Kind kind;
        if (room >= wish.need()) {
            kind = Counters.Given.Kind.GRANTED;
            long share = room / (2 * Math.max(1, living(now)));
            granted =
                    Math.max(
                            0,
                            Math.min(
                                    room,
                                    Math.max(
                                            Math.max(wish.need(), wish.urgent()),
                                            Math.min(wish.liked(), share))));
        } else if (wish.need() > 0 && othersMayHaveSome(row, replica, wish.asked(), now)) {
            kind = Counters.Given.Kind.OTHERS_ASKED;
            if (row.recalled.isBefore(now.minusMillis(50))) {
                row.recalled = now;
                recalled.add(wish.gauge().id());
            }
        } else {
            kind = Counters.Given.Kind.REFUSED;
        }
        own.amount = held + granted;
        own.turn = wish.holding().turn();
        if (granted > 0) {
            own.answered = Instant.MIN;
        } else if (wish.need() > 0) {
            own.answered = now;
        }
        return new Counters.Given(kind, own.amount, granted, used, now);
    }

    private boolean noted(String replica, Counters.Holding holding) {
        MeterRow row = meters.get(holding.meter());
        GrantRow own = row == null ? null : row.grants.get(replica);
        if (row == null || own == null || own.turn >= holding.turn()) {
            return false;
        }
        Long held = holding.held();
        own.amount = held == null ? own.amount : held;
        own.turn = holding.turn();
        own.answered = clock.get();
        return row.recalled.isAfter(clock.get().minusSeconds(1));
    }

    private long ofOthers(MeterRow row, String replica, Instant now) {
        return row.grants.entrySet().stream()
                .filter(grant -> !grant.getKey().equals(replica))
                .filter(grant -> row.measure != Measure.SLOTS || lives(grant.getKey(), now))
                .mapToLong(grant -> Math.max(0, grant.getValue().amount - grant.getValue().settled))
                .sum();
    }

    private boolean othersMayHaveSome(
            MeterRow row, String replica, @Nullable Instant asked, Instant now) {
        Instant since = (asked == null ? now : asked).minus(FRESH);
        return row.grants.entrySet().stream()
                .filter(grant -> !grant.getKey().equals(replica) && lives(grant.getKey(), now))
                .map(Map.Entry::getValue)
                .anyMatch(grant -> grant.amount > grant.settled && grant.answered.isBefore(since));
    }

    private boolean lives(String replica, Instant now) {
        return seen.getOrDefault(replica, Instant.MIN).isAfter(now.minus(LIFE));
    }

    private long living(Instant now) {
        return seen.keySet().stream().filter(replica -> lives(replica, now)).count();
    }

    private void announce(String replica, Consumer<Counters.News> announcement) {
        List<Counters.News> others = new CopyOnWriteArrayList<>();
        aloneDo(
                () ->
                        ears.forEach(
                                (other, news) -> {
                                    if (!other.equals(replica)) {
                                        others.add(news);
                                    }
                                }));
        others.forEach(announcement);
    }
}
