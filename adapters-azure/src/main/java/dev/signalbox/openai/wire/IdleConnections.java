package dev.signalbox.openai.wire;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the connections to one host that the client may have kept, because it does not tell
 * whether it used one of them. It counts too many when the client has parted with one on its own,
 * and one too few in the moment between keeping it and being told: then a connection that went
 * stale is taken for a fresh one, and the question is not asked again. Safe for many threads.
 */
final class IdleConnections {

    private final ReentrantLock counting = new ReentrantLock();
    private int kept;
    private long last;

    /** A reply was read to its end. */
    void keep() {
        counting.lock();
        try {
            kept++;
            last = System.nanoTime();
        } finally {
            counting.unlock();
        }
    }

    /** A question is about to be sent: true if it may go out on a connection used before. */
    boolean take() {
        counting.lock();
        try {
            boolean parted = System.nanoTime() - last > UpstreamHttp.IDLE.toNanos();
            boolean reused = kept > 0 && !parted;
            kept = reused ? kept - 1 : 0;
            return reused;
        } finally {
            counting.unlock();
        }
    }
}
