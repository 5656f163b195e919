package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.fault.FaultQueue;
import dev.signalbox.simulator.model.DeploymentSettings;

import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A deployment at work: its settings may be changed while it answers. Safe for many threads; each
 * question sees one state of the settings.
 */
final class LiveDeployment {

    private final AtomicReference<DeploymentSettings> settings;
    private final AtomicLong questions = new AtomicLong();
    private final FaultQueue faults = new FaultQueue();

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private final AtomicInteger inside = new AtomicInteger();

    LiveDeployment(DeploymentSettings settings) {
        this.settings = new AtomicReference<>(settings);
    }

    DeploymentSettings settings() {
        return settings.get();
    }

    void become(DeploymentSettings changed) {
        settings.set(changed);
        questions.set(0);
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long nextQuestion() {
        return questions.incrementAndGet();
    }

    /**
     * A request takes a place, if need be after others; whoever hears true says {@link #leave}.
     *
     * @throws InterruptedIOException if the simulator ends meanwhile
     */
    boolean enter() throws InterruptedIOException {
        lock.lock();
        try {
            while (isFull()) {
                if (!settings().places().line()) {
                    return false;
                }
                freed.await();
            }
            inside.incrementAndGet();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody is served any more");
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        int most = settings().places().most();
        return most > 0 && inside.get() >= most;
    }

    /** A request is done. */
    void leave() {
        lock.lock();
        try {
            inside.decrementAndGet();
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    FaultQueue faults() {
        return faults;
    }
}
