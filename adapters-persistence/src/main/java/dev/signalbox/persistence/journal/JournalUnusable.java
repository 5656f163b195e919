package dev.signalbox.persistence.journal;

import org.jspecify.annotations.Nullable;

/** There can be no journal in that folder. The message is for people. */
public final class JournalUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

    JournalUnusable(String message, @Nullable Throwable cause, boolean inUse) {
        super(message, cause);
        this.inUse = inUse;
    }

    /** Whether another process has it. */
    public boolean isInUse() {
        return inUse;
    }
}
