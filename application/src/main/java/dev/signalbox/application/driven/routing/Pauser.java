package dev.signalbox.application.driven.routing;

import dev.signalbox.application.call.Hangup;

import java.time.Duration;

/** Lets a call wait before it is tried again. */
public interface Pauser {

    /**
     * Blocks the calling thread.
     *
     * @param pause not negative
     * @param hangup when it happens the wait is over
     */
    void pause(Duration pause, Hangup hangup);
}
