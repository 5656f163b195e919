package dev.signalbox.http;

import org.jspecify.annotations.Nullable;

/** The server cannot listen: the port is taken, the host is not ours, the certificate is unfit. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message where it was to listen, why it cannot, and what to do; for people
     */
    public CannotListen(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
