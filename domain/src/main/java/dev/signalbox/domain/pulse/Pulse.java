package dev.signalbox.domain.pulse;

import dev.signalbox.domain.catalog.Fault;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How one deployment is doing, as this process sees it. It serves; after failures it rests until a
 * moment that a further failure can only put off; then it is tried by one call at a time, until one
 * succeeds. Times are nanoseconds of a clock that only goes forward. Safe for many threads: a lock
 * is held for a few instructions, never while anything is waited for.
 */
public final class Pulse {

    private static final long MINUTE = 60_000_000_000L;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Slowness documents = new Slowness();
    private final Slowness events = new Slowness();
    private final Capacity capacity = new Capacity();

    private final ReentrantLock lock = new ReentrantLock();
    private final EnumMap<Fault.Kind, Integer> bad = new EnumMap<>(Fault.Kind.class);
    private long minute = Long.MIN_VALUE;
    private int good;
    private int inRow;
    private long requests;
    private long tokens;

    // Read without the lock by whoever chooses; written under it.
    private volatile boolean returning;
    private volatile long restEnds;
    private volatile boolean tried;

    /** How it stands to being asked. */
    public enum State {
        /** It is asked like any other. */
        SERVING,
        /** It failed and is left alone. */
        RESTING,
        /** It has rested; one call at a time finds out whether it serves again. */
        RETURNING
    }

    /** How it stands now. */
    public State state(long now) {
        if (!returning) {
            return State.SERVING;
        }
        return restEnds - now > 0 ? State.RESTING : State.RETURNING;
    }

    /** How long it still rests, in nanoseconds; 0 if it does not. */
    public long restLeft(long now) {
        return returning ? Math.max(restEnds - now, 0) : 0;
    }

    /** Whether a call is finding out just now whether it serves again. */
    public boolean isTried() {
        return tried;
    }

    /** How many calls it is serving. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How long its answers take as a whole. */
    public Slowness documents() {
        return documents;
    }

    /** How long the first event of its streams takes. */
    public Slowness events() {
        return events;
    }

    /** How many calls at once it bears, as far as somebody finds that out. */
    public Capacity capacity() {
        return capacity;
    }

    /**
     * How much it takes; null for any number.
     *
     * @param most calls at the same time
     * @param rpm calls in a minute
     * @param tpm tokens in a minute
     */
    public record Room(int most, @Nullable Long rpm, @Nullable Long tpm) {

        /** No limit. */
        public static final Room ENDLESS = new Room(Integer.MAX_VALUE, null, null);
    }

    /**
     * A call goes there, with a question of about that many tokens, if there is room. Decided and
     * counted at once, so that no number of calls at the same time passes a limit.
     *
     * @return whether it does; whoever hears true says {@link #leave} once
     */
    public boolean enter(Room room, long tokens, long now) {
        lock.lock();
        try {
            turn(now);
            boolean full =
                    inFlight.get() >= room.most()
                            || (room.rpm() != null && requests + 1 > room.rpm())
                            || (room.tpm() != null && this.tokens + tokens > room.tpm());
            if (!full) {
                // Only here the number grows, and under the lock.
                inFlight.incrementAndGet();
                requests++;
                this.tokens += tokens;
                tried |= returning;
            }
            return !full;
        } finally {
            lock.unlock();
        }
    }

    /** A call that went there has ended. */
    public void leave() {
        inFlight.decrementAndGet();
    }

    /** More tokens than were reckoned with; fewer, if negative. */
    public void spent(long more, long now) {
        lock.lock();
        try {
            turn(now);
            tokens = Math.max(tokens + more, 0);
        } finally {
            lock.unlock();
        }
    }

    /** How often it was asked in this minute. */
    public long requests(long now) {
        lock.lock();
        try {
            turn(now);
            return requests;
        } finally {
            lock.unlock();
        }
    }

    /** The tokens of this minute. */
    public long tokens(long now) {
        lock.lock();
        try {
            turn(now);
            return tokens;
        } finally {
            lock.unlock();
        }
    }

    /** It has begun to answer: it serves. */
    public void succeeded(long now) {
        lock.lock();
        try {
            turn(now);
            good++;
            inRow = 0;
            if (returning && restEnds - now <= 0) {
                returning = false;
                bad.clear();
            }
            tried = false;
        } finally {
            lock.unlock();
        }
    }

    /** It failed; how this minute went, that failure included. */
    public Tally failed(Fault.Kind kind, long now) {
        lock.lock();
        try {
            turn(now);
            bad.merge(kind, 1, Integer::sum);
            inRow += Cooldown.counts(kind) ? 1 : 0;
            tried = false;
            return new Tally(good, bad, inRow);
        } finally {
            lock.unlock();
        }
    }

    /**
     * It broke off an answer that it had begun: what {@link #succeeded} counted was none.
     *
     * @return how this minute went, that failure included
     */
    public Tally brokeOff(long now) {
        lock.lock();
        try {
            turn(now);
            // It may have begun in the minute before.
            good = Math.max(good - 1, 0);
            bad.merge(Fault.Kind.BROKEN, 1, Integer::sum);
            return new Tally(good, bad, inRow);
        } finally {
            lock.unlock();
        }
    }

    /** A call ended without having shown anything: its caller went away. */
    public void abandoned() {
        lock.lock();
        try {
            tried = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * It rests until then at least.
     *
     * @return whether that is news: it did not rest
     */
    public boolean rest(long nanos, long now) {
        lock.lock();
        try {
            boolean rested = returning && restEnds - now > 0;
            long end = now + nanos;
            restEnds = rested && restEnds - end > 0 ? restEnds : end;
            returning = true;
            return !rested;
        } finally {
            lock.unlock();
        }
    }

    private void turn(long now) {
        long present = Math.floorDiv(now, MINUTE);
        // Whoever read the clock before another and comes after it must not turn the minute back.
        if (present > minute) {
            minute = present;
            good = 0;
            bad.clear();
            requests = 0;
            tokens = 0;
        }
    }
}
