package dev.signalbox.persistence.contact;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used: it cannot be reached, does not let us in, is not fit, or, if it is
 * our own, cannot be started. The message says which one and why, for people; never a password.
 */
public final class DatabaseUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passes;

    /**
     * It will not pass by itself.
     *
     * @param message what does not work, and with which database
     */
    public DatabaseUnreachable(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /**
     * @param message what does not work, and with which database
     * @param passes whether it may work later
     */
    DatabaseUnreachable(String message, @Nullable Throwable cause, boolean passes) {
        super(message, cause);
        this.passes = passes;
    }

    /** Whether it may work later, with nothing changed here. */
    public boolean passes() {
        return passes;
    }
}
