package dev.signalbox.azure.entra;

import dev.signalbox.domain.catalog.Fault;

/** There is no token. The message is fit to be shown: no secret is in it. */
public final class TokenFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault.Kind kind;

    TokenFailure(Fault.Kind kind, String message) {
        super("no token of Entra: " + message);
        this.kind = kind;
    }

    /** What it means for the call that needed the token. */
    public Fault fault() {
        return Fault.of(kind, String.valueOf(getMessage()));
    }
}
