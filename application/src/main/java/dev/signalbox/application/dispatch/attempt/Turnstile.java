package dev.signalbox.application.dispatch.attempt;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where calls wait for a place at a deployment of one group, not more of them than allowed. Safe
 * for many threads.
 */
final class Turnstile {

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private int waiting;
    private long places;

    /**
     * How often a place became free until now; to be asked before it is seen that there is none.
     */
    long places() {
        lock.lock();
        try {
            return places;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a place has become free since {@code seen}.
     *
     * @param most how many may wait
     * @return false if too many wait already, or if it took too long
     */
    boolean await(long seen, int most, long nanos) {
        lock.lock();
        try {
            return waiting < most && await(seen, nanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(long seen, long nanos) {
        waiting++;
        try {
            long left = nanos;
            while (places == seen && left > 0) {
                left = freed.awaitNanos(left);
            }
            return places != seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }

    /** A place has become free. */
    void leave() {
        lock.lock();
        try {
            places++;
            // Not everybody who waits can use it: tags and regions differ.
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
