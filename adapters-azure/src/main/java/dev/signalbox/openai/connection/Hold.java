package dev.signalbox.openai.connection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A call's hold on a wire. Whoever ends it first has the wire: the call that lets go of it, or the
 * caller's leaving, which closes it. A caller who leaves late never meets the next call's wire.
 * Safe for many threads.
 */
public final class Hold {

    private final AtomicReference<@Nullable Wire> wire = new AtomicReference<>();
    private volatile boolean torn;

    /**
     * Takes hold.
     *
     * @throws IOException if the caller has gone; the wire is closed then
     */
    public void take(Wire taken) throws IOException {
        wire.set(taken);
        if (torn) {
            drop();
            throw new IOException("closed");
        }
    }

    /** The wire, to be kept or closed; null if it is nobody's to keep any more. */
    public @Nullable Wire release() {
        return wire.getAndSet(null);
    }

    /** Closes the wire, if it was not released. */
    public void drop() {
        Wire held = release();
        if (held != null) {
            held.close();
        }
    }

    /** Whether the caller has gone. */
    public boolean isTorn() {
        return torn;
    }

    /** The caller has gone: closes the wire, and every one that is taken from now on. */
    public void tear() {
        torn = true;
        drop();
    }
}
