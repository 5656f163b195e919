package dev.signalbox.bootstrap.process;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that is done every second until it is closed. Safe for many threads. */
public final class EverySecond implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EverySecond.class.getName());

    private final String name;
    private final Runnable work;
    private final CountDownLatch end = new CountDownLatch(1);

    private EverySecond(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Begins on a thread of its own; what goes wrong is said, and the next second comes. */
    public static EverySecond begin(String name, Runnable work) {
        EverySecond every = new EverySecond(name, work);
        Thread unused = Thread.ofVirtual().name(name).start(every::run);
        return every;
    }

    private void run() {
        try {
            while (!end.await(1, TimeUnit.SECONDS)) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            work.run();
        } catch (RegistryUnavailable e) {
            // Others say that the database is away; the work waits for it.
            LOG.log(System.Logger.Level.DEBUG, name + " waits for the database", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, name + " failed and is tried again", e);
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
