package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.Pauser;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server again when it has ended without being told to: at once the first time, then ever
 * more rarely, until it has run for a while. Whoever begins it closes it; that waits for nothing,
 * and a start that is under way goes on to its end.
 */
public final class Watch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Whoever ends again sooner than this after a start is not well yet. */
    private static final Duration STEADY = Duration.ofSeconds(30);

    private final Watched server;
    private final Pauser pauser;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Watch(Watched server, Pauser pauser) {
        this.server = server;
        this.pauser = pauser;
    }

    /** What is watched. */
    interface Watched {

        /** Whether it has certainly ended. Cheap. */
        boolean isGone() throws IOException;

        /**
         * Starts it, and returns when it answers.
         *
         * @return whether it was; not if it is not wanted any more
         * @throws DatabaseUnreachable if it does not start; the message says why
         */
        boolean startAgain() throws IOException;
    }

    static Watch over(Watched server) {
        Watch watch = new Watch(server, Pauser.real());
        Thread unused = Thread.ofVirtual().name("postgres-watch").start(watch::watch);
        return watch;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        Duration pause = Duration.ZERO;
        long started = pauser.now();
        while (!closesWithin(INTERVAL)) {
            if (!isGone()) {
                pause = pauser.since(started).compareTo(STEADY) < 0 ? pause : Duration.ZERO;
                continue;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The embedded PostgreSQL has ended without being told to; it is started again.");
            long noticed = pauser.now();
            do {
                if (closesWithin(pause)) {
                    return;
                }
                started = pauser.now();
                pause = longer(pause);
            } while (!starts(pause, noticed));
        }
    }

    /** If it cannot be said it is left alone: two at once would be worse than none. */
    private boolean isGone() {
        try {
            return server.isGone();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "it cannot be said whether PostgreSQL lives", e);
            return false;
        }
    }

    /** Whether there is nothing left to try. */
    private boolean starts(Duration next, long noticed) {
        try {
            if (server.startAgain()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The embedded PostgreSQL runs again, after {0} ms.",
                        Long.toString(pauser.since(noticed).toMillis()));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The embedded PostgreSQL could not be started again; next attempt in {0} ms: {1}",
                    Long.toString(next.toMillis()),
                    e instanceof DatabaseUnreachable ? e.getMessage() : e.toString());
            return false;
        }
    }

    private boolean closesWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
