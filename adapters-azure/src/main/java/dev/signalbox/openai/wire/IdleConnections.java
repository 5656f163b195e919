package dev.signalbox.openai.wire;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the connections to one host that the client may have kept, because it does not tell
 * whether it used one of them. Never less than there are; more, when the client has parted with one
 * on its own. Safe for many threads.
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
