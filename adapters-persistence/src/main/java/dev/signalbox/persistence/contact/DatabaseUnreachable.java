package dev.signalbox.persistence.contact;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used: it cannot be reached, does not let us in, is not fit, or, if it is
 * our own, cannot be started. The message says which one and why, for people; never a password.
 */
public final class DatabaseUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what does not work, and with which database
     */
    public DatabaseUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
