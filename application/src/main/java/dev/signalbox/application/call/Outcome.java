package dev.signalbox.application.call;

import dev.signalbox.domain.access.Refusal;

import org.jspecify.annotations.Nullable;

/** How a call ended. */
public sealed interface Outcome {

    /** An answer went to the sink; nothing is left to say. */
    record Relayed(Served served, Ending ending) implements Outcome {}

    /**
     * Nothing went to the sink; the refusal is the answer.
     *
     * @param served who was asked; null if it did not come to that
     */
    record Refused(Refusal refusal, @Nullable Served served) implements Outcome {}

    /** How a relayed answer ended. */
    enum Ending {
        /** To the last byte. */
        WHOLE,
        /** The upstream broke off; the caller was told. */
        CUT_SHORT,
        /** The caller went away. */
        ABANDONED
    }
}
