package dev.signalbox.application.directory.keys;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.domain.access.Key;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final BlockingQueue<Key.Hash> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean watching = new AtomicBoolean();
    private final ConcurrentMap<Key.Hash, CompletableFuture<Optional<Key>>> underWay =
            new ConcurrentHashMap<>();

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
        CompletableFuture<Optional<Key>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Key>> first = underWay.putIfAbsent(hash, mine);
        if (first != null) {
            return outcomeOf(first);
        }
        if (!waiting.offer(hash)) {
            fail(List.of(hash), new RegistryUnavailable("too many keys are looked up", null));
            return outcomeOf(mine);
        }
        terms.executor.execute(this::askForThoseWaiting);
        if (!mine.isDone()) {
            mine.orTimeout(terms.patience.toNanos(), TimeUnit.NANOSECONDS);
            watch();
        }
        return outcomeOf(mine);
    }

    /** Whoever finds enough at work may go: those look once more for who waits when they end. */
    private void askForThoseWaiting() {
        while (!waiting.isEmpty() && asking.tryAcquire()) {
            try {
                List<Key.Hash> hashes = new ArrayList<>();
                waiting.drainTo(hashes, MOST_IN_ONE);
                answer(hashes);
            } finally {
                asking.release();
            }
        }
    }

    private void answer(List<Key.Hash> hashes) {
        try {
            Map<Key.Hash, Key> keys = question.apply(hashes);
            for (Key.Hash hash : hashes) {
                CompletableFuture<Optional<Key>> look = underWay.remove(hash);
                if (look != null) {
                    look.complete(Optional.ofNullable(keys.get(hash)));
                }
            }
        } catch (RuntimeException | Error e) {
            fail(hashes, e);
        }
    }

    private void fail(Collection<Key.Hash> hashes, Throwable why) {
        for (Key.Hash hash : hashes) {
            CompletableFuture<Optional<Key>> look = underWay.remove(hash);
            if (look != null) {
                look.completeExceptionally(why);
            }
        }
    }

    /** Now and then one looks for all that wait, so that none of them has to. */
    private void watch() {
        if (!watching.getAndSet(true)) {
            CompletableFuture.delayedExecutor(
                            terms.shortPatience.toNanos(), TimeUnit.NANOSECONDS, terms.executor)
                    .execute(this::lookAround);
        }
    }

    private void lookAround() {
        if (terms.silent.getAsBoolean()) {
            underWay.values()
                    .forEach(
                            look ->
                                    look.completeExceptionally(
                                            new RegistryUnavailable(
                                                    "the registry is silent", null)));
        }
        watching.set(false);
        if (!underWay.isEmpty()) {
            watch();
        }
    }

    private static Optional<Key> outcomeOf(CompletableFuture<Optional<Key>> look) {
        try {
            return look.join();
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
