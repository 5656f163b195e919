package dev.signalbox.application.call;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells whoever works for a caller that the caller has gone. Safe for many threads; what is to be
 * done runs once, on the thread that noticed, or at once if the caller has gone already.
 */
public final class Hangup {

    private final ReentrantLock telling = new ReentrantLock();
    private @Nullable Runnable then;
    private boolean gone;

    /**
     * What to do when the caller goes, in place of what was said before.
     *
     * @param action must not block and not throw
     */
    public void whenHungUp(Runnable action) {
        telling.lock();
        try {
            if (!gone) {
                then = action;
                return;
            }
        } finally {
            telling.unlock();
        }
        action.run();
    }

    /** The caller has gone. Said twice, it is heard once. */
    public void hangUp() {
        Runnable action;
        telling.lock();
        try {
            action = gone ? null : then;
            gone = true;
            then = null;
        } finally {
            telling.unlock();
        }
        if (action != null) {
            action.run();
        }
    }

    /** Whether the caller has gone. */
    public boolean happened() {
        telling.lock();
        try {
            return gone;
        } finally {
            telling.unlock();
        }
    }
}
