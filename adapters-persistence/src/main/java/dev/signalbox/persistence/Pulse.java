package dev.signalbox.persistence;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Whether the database answers. However many ask and however long it is silent, there is one
 * question under way at a time. Safe for many threads.
 */
final class Pulse {

    /** A little less than the second that the port promises. */
    private static final long PATIENCE_MILLIS = 900;

    private final BooleanSupplier question;
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> underWay =
            new AtomicReference<>();

    /**
     * @param question false, or an exception, if there is no answer; may take its time
     */
    Pulse(BooleanSupplier question) {
        this.question = question;
    }

    /** Whether an answer comes in time. */
    boolean beats() {
        try {
            return asked().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> asked() {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = underWay.compareAndExchange(null, mine);
        if (first != null) {
            return first;
        }
        Thread.ofVirtual().name("database-pulse").start(() -> ask(mine));
        return mine;
    }

    private void ask(CompletableFuture<Boolean> answer) {
        boolean answered = false;
        try {
            answered = question.getAsBoolean();
        } catch (RuntimeException e) {
            System.getLogger(Pulse.class.getName())
                    .log(System.Logger.Level.DEBUG, "the database does not answer", e);
        } finally {
            underWay.set(null);
            answer.complete(answered);
        }
    }
}
