package dev.signalbox.application.directory.keys;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.domain.access.Key;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions for keys that nobody here has heard of: one for each key, however many calls bring it,
 * a few at the same time, and none that a call waits for longer than it was told. An answer that
 * comes later is not lost. Safe for many threads.
 */
public final class Lookups {

    /** Fewer than the registry's connections: administration and deltas need some too. */
    private static final int MOST_AT_ONCE = 6;

    /** A gateway that starts into full traffic has none of its keys yet. */
    private static final int MOST_WAITING = 10_000;

    private final Executor executor;
    private final Duration patience;
    private final Function<Key.Hash, Optional<Key>> question;
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final ConcurrentMap<Key.Hash, CompletableFuture<Optional<Key>>> underWay =
            new ConcurrentHashMap<>();

    /**
     * @param executor a thread for each question: most of them wait
     * @param patience how long a call waits
     * @param question may block; throws {@link RegistryUnavailable} if there is no answer
     */
    public Lookups(
            Executor executor, Duration patience, Function<Key.Hash, Optional<Key>> question) {
        this.executor = executor;
        this.patience = patience;
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
        if (!waiting.tryAcquire()) {
            underWay.remove(hash, mine);
            mine.completeExceptionally(
                    new RegistryUnavailable("too many keys are being looked up", null));
            return outcomeOf(mine);
        }
        mine.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        executor.execute(() -> answer(hash, mine));
        return outcomeOf(mine);
    }

    private void answer(Key.Hash hash, CompletableFuture<Optional<Key>> mine) {
        asking.acquireUninterruptibly();
        try {
            // Whoever waited has gone: the next call asks again.
            if (!mine.isDone()) {
                mine.complete(question.apply(hash));
            }
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            asking.release();
            waiting.release();
            underWay.remove(hash, mine);
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
