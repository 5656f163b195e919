package dev.signalbox.openai.connection;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes wires whose time is over, whatever their threads wait for: a connection, room to write or
 * bytes. A read that is waited for with a time limit of its own costs a timer each time; here it
 * costs one number. Safe for many threads; its own one begins with the first wire and keeps no
 * process alive.
 */
public final class Watch {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    /** Wires that are due one shortly after the other are looked at together. */
    private static final long SHORTEST_PAUSE = 2_000_000;

    private static final long NOTHING_DUE = Long.MAX_VALUE;

    private final long start = System.nanoTime();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("upstream-watch").unstarted(this::watch);

    /** When it looks again on its own, by {@link #now}. */
    private volatile long next = NOTHING_DUE;

    /** Nanoseconds that only go forward, from 0 on. */
    long now() {
        return System.nanoTime() - start;
    }

    /** From now on. */
    void add(Wire wire) {
        wires.add(wire);
        if (watching.compareAndSet(false, true)) {
            thread.start();
        }
    }

    /** No longer. */
    void remove(Wire wire) {
        wires.remove(wire);
    }

    /** A wire is due then; what is later than expected need not be said. */
    void expect(long due) {
        if (due < next) {
            LockSupport.unpark(thread);
        }
    }

    private void watch() {
        while (true) {
            try {
                look();
            } catch (Throwable e) {
                // Without it no time limit holds any more: whatever it is, it goes on.
                LOG.log(Level.ERROR, "the watch of upstreams stumbled", e);
            }
        }
    }

    private void look() {
        // Whoever is due while we look wakes us up again at once.
        next = NOTHING_DUE;
        long first = NOTHING_DUE;
        long now = now();
        for (Wire wire : wires) {
            first = Math.min(first, wire.dueAfter(now));
        }
        next = first;
        LockSupport.parkNanos(this, Math.max(SHORTEST_PAUSE, first - now()));
    }
}
