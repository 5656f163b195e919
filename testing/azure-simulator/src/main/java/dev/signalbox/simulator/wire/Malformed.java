package dev.signalbox.simulator.wire;

import java.io.IOException;

/** What arrived is not HTTP/1.1 as we read it; the connection is of no more use. */
public final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }
}
