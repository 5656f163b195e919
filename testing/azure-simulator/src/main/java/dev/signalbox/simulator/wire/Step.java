package dev.signalbox.simulator.wire;

/**
 * One thing to do on a connection. A reply is a list of them; after a list without {@link Close},
 * {@link Reset}, {@link HalfClose} or {@link Hold} the connection serves the next request.
 */
public sealed interface Step {

    /**
     * Sends bytes as they are, framing included, and at once.
     *
     * @param bytes belong to this step; nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost each event
    record Bytes(byte[] bytes) implements Step {}

    /** Waits; a caller that goes away meanwhile ends the reply. */
    record Pause(long nanos) implements Step {}

    /** The last step: nothing more will come, and the connection serves no other request. */
    record Close() implements Step {}

    /** Tears the connection down so that the caller's system reports a reset. */
    record Reset() implements Step {}

    /** Says that nothing more will come, and then listens until the caller closes. */
    record HalfClose() implements Step {}

    /** Says nothing more and waits until the caller closes. */
    record Hold() implements Step {}
}
