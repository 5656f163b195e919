package dev.signalbox.simulator.journal;

/**
 * What a resource has seen since its start.
 *
 * @param inFlight requests whose answer has not ended
 * @param connectionsOpened connections accepted so far
 * @param connectionsOpen connections open now
 * @param requests requests whose head was read
 */
public record Traffic(long inFlight, long connectionsOpened, long connectionsOpen, long requests) {

    /** The two together. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                inFlight + other.inFlight,
                connectionsOpened + other.connectionsOpened,
                connectionsOpen + other.connectionsOpen,
                requests + other.requests);
    }
}
