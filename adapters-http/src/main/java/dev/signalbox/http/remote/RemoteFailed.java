package dev.signalbox.http.remote;

import org.jspecify.annotations.Nullable;

/** A gateway did not do what it was asked for. The message is one line for people. */
public final class RemoteFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean answered;

    RemoteFailed(boolean answered, String message, @Nullable Throwable cause) {
        super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
        this.answered = answered;
    }

    /** True: it said no. False: it was not reached, or did not answer in time. */
    public boolean answered() {
        return answered;
    }
}
