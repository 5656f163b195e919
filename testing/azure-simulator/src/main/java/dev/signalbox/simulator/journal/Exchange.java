package dev.signalbox.simulator.journal;

import dev.signalbox.simulator.wire.Ending;
import dev.signalbox.simulator.wire.RequestHead;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One request and what became of it.
 *
 * @param number counts the requests of one simulator, from 1, in the order of their arrival
 * @param resource whose port it came to
 * @param deployment whom it asked for; null if it named none
 * @param body as it arrived, chunks put together; not to be changed
 * @param connection counts the connections of one resource, from 1
 * @param reuse how many requests the same connection had carried before
 * @param arrived when the head had been read
 * @param arrivedNanos the same by the monotonic clock, for distances between requests
 * @param status what was answered, 0 if nothing was or not yet
 * @param scenario the fault that met it, identifier and name; null if none did
 * @param ending null as long as it is in flight
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Exchange(
        long number,
        String resource,
        @Nullable String deployment,
        RequestHead head,
        byte[] body,
        long connection,
        int reuse,
        Instant arrived,
        long arrivedNanos,
        int status,
        @Nullable String scenario,
        @Nullable Ending ending) {

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The same exchange, now that more is known of what was asked. */
    public Exchange asked(@Nullable String deployment, byte[] body) {
        return new Exchange(
                number,
                resource,
                deployment,
                head,
                body,
                connection,
                reuse,
                arrived,
                arrivedNanos,
                status,
                scenario,
                ending);
    }

    /** The same exchange, now that it is known what will be answered. */
    public Exchange answering(int status, @Nullable String scenario) {
        return new Exchange(
                number,
                resource,
                deployment,
                head,
                body,
                connection,
                reuse,
                arrived,
                arrivedNanos,
                status,
                scenario,
                ending);
    }

    /** The same exchange at its end. */
    public Exchange ended(Ending ending) {
        return new Exchange(
                number,
                resource,
                deployment,
                head,
                body,
                connection,
                reuse,
                arrived,
                arrivedNanos,
                status,
                scenario,
                ending);
    }
}
