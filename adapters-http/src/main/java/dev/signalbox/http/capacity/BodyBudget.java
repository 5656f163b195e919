package dev.signalbox.http.capacity;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that bodies in flight may take together. Safe for many threads. */
public final class BodyBudget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param most in bytes
     */
    public BodyBudget(long most) {
        this.most = most;
    }

    /** Takes {@code bytes}, or nothing if there is not so much left. */
    public boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** How many bytes are taken now. */
    public long taken() {
        return taken.get();
    }
}
