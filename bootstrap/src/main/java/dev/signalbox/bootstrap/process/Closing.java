package dev.signalbox.bootstrap.process;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything that must be closed when the process ends, the last opened first, also when it ends
 * while it is still starting. Safe for many threads.
 */
public final class Closing {

    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final ReentrantLock changing = new ReentrantLock();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread starter;
    private final AtomicBoolean ending = new AtomicBoolean();

    /**
     * @param starter the thread that starts the process; interrupted when the end comes before the
     *     start is done
     */
    public Closing(Thread starter) {
        this.starter = starter;
    }

    /**
     * Closes {@code thing} at the end.
     *
     * @return the thing
     * @throws EndedEarly if the end has come already; then the thing is closed
     */
    public <T extends AutoCloseable> T add(T thing) {
        changing.lock();
        try {
            if (!ending.get()) {
                open.push(thing);
                return thing;
            }
        } finally {
            changing.unlock();
        }
        close(thing);
        throw new EndedEarly();
    }

    /**
     * Does {@code deed} at the end.
     *
     * @throws EndedEarly if the end has come already; then it is done
     */
    public void atEnd(AutoCloseable deed) {
        AutoCloseable unused = add(deed);
    }

    /**
     * Says that the start goes no further, done or not. Until then {@link #end} waits, so that
     * nothing is opened behind its back.
     *
     * @return whether the end has come already
     */
    public boolean startIsOver() {
        started.countDown();
        return isEnding();
    }

    /** Whether the end has come. */
    public boolean isEnding() {
        return ending.get();
    }

    /** Waits until everything is closed. */
    public void awaitEnd() {
        while (true) {
            try {
                ended.await();
                return;
            } catch (InterruptedException e) {
                // It was meant for the start; what is waited for now comes by itself.
                LOG.log(System.Logger.Level.DEBUG, "interrupted while waiting for the end");
            }
        }
    }

    /**
     * The end: waits for a start that is under way, then closes everything. Heard once.
     *
     * @param patience how long the start is waited for
     */
    public void end(Duration patience) {
        changing.lock();
        try {
            if (ending.getAndSet(true)) {
                return;
            }
        } finally {
            changing.unlock();
        }
        awaitStart(patience);
        while (true) {
            AutoCloseable next = next();
            if (next == null) {
                ended.countDown();
                return;
            }
            close(next);
        }
    }

    private void awaitStart(Duration patience) {
        if (started.getCount() > 0) {
            starter.interrupt();
        }
        try {
            if (!started.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the start does not stop; going on without");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable AutoCloseable next() {
        changing.lock();
        try {
            return open.poll();
        } finally {
            changing.unlock();
        }
    }

    /** One that does not close must not keep the others open. */
    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "something did not close", e);
        }
    }

    /** The end came before the start was done. */
    public static final class EndedEarly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedEarly() {
            super("the end came before the start was done", null, false, false);
        }
    }
}
