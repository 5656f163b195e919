package dev.signalbox.application.driven.money;

import dev.signalbox.application.call.body.CallBody;

/**
 * Counts tokens as models do, where an upstream does not say how many there were. Takes processor
 * time and waits for nothing; never called on the way of a call. Safe for many threads.
 */
public interface TokenCounter {

    /**
     * Of a question.
     *
     * @param model the name that the deployment knows it by; of one that nobody knows, tokens are
     *     counted as the newest do
     */
    long ofQuestion(String model, CallBody body);

    /** Of what a model wrote. */
    long ofWords(String model, String text);
}
