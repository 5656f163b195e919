package dev.signalbox.openai.reading;

import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

/**
 * What is noted of the objects called {@code usage} in one answer: the last one counts that says
 * something. One answer's state, used by one thread.
 */
final class UsageNote {

    /** Nobody has read or written more with one call; whoever says so errs. */
    static final long MOST = 1_000_000_000L;

    private static final long UNSAID = -1;

    private long prompt;
    private long completion;
    private long cached;
    private long reasoning;
    private boolean absurd;
    private @Nullable Usage usage;

    /** The fields that are looked for. */
    enum Field {
        PROMPT,
        COMPLETION,
        CACHED,
        REASONING
    }

    /** An object begins. */
    void begin() {
        prompt = UNSAID;
        completion = UNSAID;
        cached = 0;
        reasoning = 0;
        absurd = false;
    }

    /** One of its fields; out of bounds it is not believed, nor is then the rest of the object. */
    void say(Field field, long tokens) {
        if (tokens < 0 || tokens > MOST) {
            absurd = true;
            return;
        }
        switch (field) {
            case PROMPT -> prompt = tokens;
            case COMPLETION -> completion = tokens;
            case CACHED -> cached = tokens;
            case REASONING -> reasoning = tokens;
        }
    }

    /** The object is whole. */
    void end() {
        if (!absurd && (prompt != UNSAID || completion != UNSAID)) {
            usage = new Usage(Math.max(prompt, 0), Math.max(completion, 0), cached, reasoning);
        }
    }

    /** What was said; null if nothing that can be believed. */
    @Nullable Usage usage() {
        return usage;
    }
}
