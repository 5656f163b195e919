package dev.signalbox.http.capacity;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that are served at the same time, and no more than this process can serve well: whoever
 * comes on top is refused at once, before a byte of the body is read, so that those who are inside
 * go on. Safe for many threads.
 */
public final class Crowd {

    /**
     * What a call may take of the heap: its threads' stacks, its buffers, a body of some length.
     */
    private static final long BYTES_A_CALL = 128 * 1024;

    /** Of so many connections one is left for whoever is to be told that there are too many. */
    private static final int LEFT = 10;

    private static final long SELDOM = Duration.ofMinutes(1).toNanos();
    private static final System.Logger LOG = System.getLogger(Crowd.class.getName());

    private final int most;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong said = new AtomicLong(System.nanoTime() - SELDOM);

    public Crowd(int most) {
        this.most = most;
    }

    /**
     * As many as somebody said, else as memory and connections allow.
     *
     * @param connections how many there may be
     */
    public static Crowd of(@Nullable Integer said, int connections) {
        if (said != null) {
            return new Crowd(said);
        }
        long ofMemory = Runtime.getRuntime().maxMemory() / BYTES_A_CALL;
        int ofConnections = connections - connections / LEFT;
        return new Crowd((int) Math.max(1, Math.min(ofMemory, ofConnections)));
    }

    /** One more is served, if that is not too many; whoever hears true says {@link #leave} once. */
    public boolean enter() {
        if (inside.incrementAndGet() <= most) {
            return true;
        }
        inside.decrementAndGet();
        refused.incrementAndGet();
        tell();
        return false;
    }

    /** One has been served. */
    public void leave() {
        inside.decrementAndGet();
    }

    /** How many come in. */
    public int most() {
        return most;
    }

    private void tell() {
        long now = System.nanoTime();
        long before = said.get();
        if (now - before >= SELDOM && said.compareAndSet(before, now)) {
            LOG.log(
                    Level.WARNING,
                    "More calls than {0} at the same time: {1} were refused until now. Start another"
                            + " replica, or raise global_max_parallel_requests and the heap.",
                    most,
                    refused.get());
        }
    }
}
