package dev.signalbox.http.connection;

import java.time.Duration;

/**
 * How long a connection may take for what.
 *
 * @param head for the head of a request, from its first byte; the first one from the connection on
 * @param idle between two requests
 * @param silence between two pieces of a request's body
 * @param stall for the other side to take one piece of an answer
 * @param watchAfter how old a request is before its caller is watched for leaving
 */
public record LineLimits(
        Duration head, Duration idle, Duration silence, Duration stall, Duration watchAfter) {

    /** What holds where nobody says otherwise. */
    public static final LineLimits DEFAULT =
            new LineLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(305),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(120),
                    Duration.ofMillis(250));

    /** The same with another time for heads. */
    public LineLimits withHead(Duration head) {
        return new LineLimits(head, idle, silence, stall, watchAfter);
    }
}
