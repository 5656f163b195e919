package dev.signalbox.azure.entra;

import dev.signalbox.openai.wire.UpstreamHttp.Header;

import java.time.Duration;
import java.time.Instant;

/**
 * A token, never printed.
 *
 * @param header in which it is shown
 * @param value the bare token
 * @param end until when it is shown: somewhat before it expires, for a question takes its time
 * @param renewal from when on there should be another one; may lie behind the end
 */
public record AccessToken(Header header, String value, Instant end, Instant renewal) {

    private static final Duration UNSAFE = Duration.ofSeconds(30);
    private static final Duration LAST_MINUTES = Duration.ofMinutes(5);

    /**
     * A token as it is given out.
     *
     * @param asked when it was asked for
     * @param refresh when its giver says that it should be asked for again
     * @throws IllegalArgumentException if it cannot stand in a header; it is not said
     */
    static AccessToken of(String value, Instant asked, Instant expiry, Instant refresh) {
        // One that lives for minutes only is not asked for again all the time.
        Instant half = asked.plus(Duration.between(asked, expiry).dividedBy(2));
        return new AccessToken(
                new Header("authorization", "Bearer " + value),
                value,
                expiry.minus(UNSAFE),
                later(later(expiry.minus(LAST_MINUTES), half), refresh));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether it can be shown. */
    boolean isGood(Instant now) {
        return now.isBefore(end);
    }

    /** Whether there should be another one. */
    boolean isDue(Instant now) {
        return !now.isBefore(renewal);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "a token to be shown until " + end;
    }
}
