package dev.signalbox.domain.routing;

import java.time.Duration;

/**
 * How long to wait for a deployment.
 *
 * @param connect until the connection stands
 * @param firstEvent from the question sent until the first bytes of an answer
 * @param silence between two pieces of an answer that has begun
 * @param total from the first attempt to the last byte
 */
public record Patience(Duration connect, Duration firstEvent, Duration silence, Duration total) {

    /** What holds where the configuration says nothing. */
    public static final Patience DEFAULT =
            new Patience(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(600),
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(600));

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public Patience {
        requirePositive(connect);
        requirePositive(firstEvent);
        requirePositive(silence);
        requirePositive(total);
    }

    /** What is left when that much has been spent before the question is sent; never nothing. */
    public Patience after(Duration spent) {
        return new Patience(connect, left(firstEvent, spent), silence, left(total, spent));
    }

    private static Duration left(Duration wait, Duration spent) {
        Duration left = wait.minus(spent);
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private static void requirePositive(Duration wait) {
        if (wait.isZero() || wait.isNegative()) {
            throw new IllegalArgumentException("a wait is longer than nothing, not " + wait);
        }
    }
}
