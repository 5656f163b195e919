package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.domain.limits.Usage;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Counts the tokens of questions whose upstream does not say what they took, on other threads than
 * the calls'. If these have too much to do, it guesses by the length. Safe for many threads.
 */
public final class Estimator {

    private static final long BYTES_OF_A_TOKEN = 4;

    private final TokenCounter counter;
    private final Executor threads;

    /**
     * @param threads takes so much work and no more, then throws {@link RejectedExecutionException}
     */
    public Estimator(TokenCounter counter, Executor threads) {
        this.counter = counter;
        this.threads = threads;
    }

    /**
     * Finds out what a question took.
     *
     * @param words what was written in answer to it, as far as that was seen
     * @param then is told once, on another thread or on this one
     */
    void count(Call call, String model, String words, Consumer<Usage> then) {
        try {
            threads.execute(() -> then.accept(counted(call, model, words)));
        } catch (RejectedExecutionException e) {
            then.accept(guessed(call, words));
        }
    }

    private Usage counted(Call call, String model, String words) {
        try {
            return new Usage(
                    counter.ofQuestion(model, call.body()), counter.ofWords(model, words), 0, 0);
        } catch (RuntimeException e) {
            // Whatever cannot be counted is charged all the same.
            return guessed(call, words);
        }
    }

    private static Usage guessed(Call call, String words) {
        long answer = (words.length() + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN;
        return new Usage(call.body().tokens(), answer, 0, 0);
    }
}
