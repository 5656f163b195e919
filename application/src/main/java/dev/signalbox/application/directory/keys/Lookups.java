package dev.signalbox.application.directory.keys;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.domain.access.Key;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Questions for keys that nobody here has heard of: one for each key, however many calls bring it.
 * A few questions are under way at the same time; what comes meanwhile waits, and the next question
 * is for all that waits. An answer that comes too late for a call is not lost. Safe for many
 * threads.
 */
public final class Lookups {

    /** Fewer than the registry's connections: administration and deltas need some too. */
    private static final int MOST_AT_ONCE = 4;

    /** Enough that a question costs little for each key, and few enough for a quick answer. */
    private static final int MOST_IN_ONE = 500;

    /** A gateway that starts into full traffic has none of its keys yet. */
    private static final int MOST_WAITING = 10_000;

    private final Terms terms;
    private final Function<List<Key.Hash>, Map<Key.Hash, Key>> question;
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
    private final ReentrantLock queueing = new ReentrantLock();
    private final Set<Look> waiting = new LinkedHashSet<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final ConcurrentMap<Key.Hash, Look> underWay = new ConcurrentHashMap<>();

    /** What calls wait for. Two of them are never the same, even if they are for the same key. */
    private static final class Look {

        final Key.Hash hash;
        final CompletableFuture<Optional<Key>> outcome = new CompletableFuture<>();

        Look(Key.Hash hash) {
            this.hash = hash;
        }

        boolean isOver() {
            return outcome.isDone();
        }

        void fail(Throwable why) {
            outcome.completeExceptionally(why);
        }
    }

    /**
     * On what terms keys are looked up.
     *
     * @param executor a thread for each question: they wait
     * @param patience how long a call waits at most
     * @param shortPatience the same while the registry is silent
     * @param silent whether it is
     */
    public record Terms(
            Executor executor, Duration patience, Duration shortPatience, BooleanSupplier silent) {}

    /**
     * @param question finds the keys of these hashes, as many of them as there are; may block;
     *     throws {@link RegistryUnavailable} if there is no answer
     */
    public Lookups(Terms terms, Function<List<Key.Hash>, Map<Key.Hash, Key>> question) {
        this.terms = terms;
        this.question = question;
    }

    /** Whether somebody has asked already and has no answer yet. */
    public boolean isUnderWay(Key.Hash hash) {
        return underWay.containsKey(hash);
    }

    /**
     * The key, if there is one.
     *
     * @throws RegistryUnavailable if that cannot be found out in time, or too many ask already
     */
    public Optional<Key> ask(Key.Hash hash) {
        Look mine = new Look(hash);
        // Who comes just after one was given up does not share its fate.
        Look look = underWay.compute(hash, (same, old) -> old == null || old.isOver() ? mine : old);
        try {
            if (look == mine) {
                begin(mine);
            }
            return outcomeOf(look);
        } finally {
            forget(look);
        }
    }

    /** Whatever happens from here on, there is somebody to end the wait. */
    private void begin(Look look) {
        look.outcome.orTimeout(terms.patience.toNanos(), TimeUnit.NANOSECONDS);
        watch();
        if (!enqueue(look)) {
            look.fail(new RegistryUnavailable("too many keys are looked up", null));
            return;
        }
        try {
            terms.executor.execute(this::askForThoseWaiting);
        } catch (RuntimeException | Error e) {
            look.fail(new RegistryUnavailable("nobody is free to look a key up", e));
        }
    }

    private boolean enqueue(Look look) {
        queueing.lock();
        try {
            return waiting.size() < MOST_WAITING && waiting.add(look);
        } finally {
            queueing.unlock();
        }
    }

    /** The first of those that wait, who do so no longer. */
    private List<Look> dequeue() {
        queueing.lock();
        try {
            List<Look> first = waiting.stream().limit(MOST_IN_ONE).toList();
            first.forEach(waiting::remove);
            return first;
        } finally {
            queueing.unlock();
        }
    }

    private boolean isAnyWaiting() {
        queueing.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            queueing.unlock();
        }
    }

    /** A wait that was given up takes no place, so that the next call begins a new one. */
    private void forget(Look look) {
        underWay.remove(look.hash, look);
        queueing.lock();
        try {
            waiting.remove(look);
        } finally {
            queueing.unlock();
        }
    }

    /** Whoever finds enough at work may go: those look once more for who waits when they end. */
    private void askForThoseWaiting() {
        while (isAnyWaiting() && asking.tryAcquire()) {
            try {
                answer(dequeue());
            } finally {
                asking.release();
            }
        }
    }

    private void answer(List<Look> looks) {
        if (looks.isEmpty()) {
            return;
        }
        try {
            Map<Key.Hash, Key> keys =
                    question.apply(looks.stream().map(look -> look.hash).toList());
            for (Look look : looks) {
                // If that was given up meanwhile, the answer is good for who asked anew.
                Look present = underWay.remove(look.hash);
                if (present != null) {
                    present.outcome.complete(Optional.ofNullable(keys.get(look.hash)));
                }
            }
        } catch (RegistryUnavailable | Error e) {
            looks.forEach(look -> look.fail(e));
        } catch (RuntimeException e) {
            answerInHalves(looks, e);
        }
    }

    /** One key that cannot be read is no reason to refuse those that were asked for with it. */
    private void answerInHalves(List<Look> looks, RuntimeException why) {
        if (looks.size() == 1) {
            looks.getFirst().fail(why);
            return;
        }
        int middle = looks.size() / 2;
        answer(stillWanted(looks.subList(0, middle)));
        answer(stillWanted(looks.subList(middle, looks.size())));
    }

    private static List<Look> stillWanted(List<Look> looks) {
        return looks.stream().filter(look -> !look.isOver()).toList();
    }

    /** Now and then one looks for all that wait, so that none of them has to. */
    private void watch() {
        if (!watching.getAndSet(true)) {
            CompletableFuture.delayedExecutor(
                            terms.shortPatience.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(this::lookAround);
        }
    }

    private void lookAround() {
        if (terms.silent.getAsBoolean()) {
            RegistryUnavailable silence = new RegistryUnavailable("the registry is silent", null);
            underWay.values().forEach(look -> look.fail(silence));
        }
        watching.set(false);
        if (!underWay.isEmpty()) {
            watch();
        }
    }

    private static Optional<Key> outcomeOf(Look look) {
        try {
            return look.outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw new RegistryUnavailable("the registry does not answer in time", late);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
