package dev.signalbox.application.notice;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before somebody is told again: twice as long each time, somewhat more or less,
 * and not for ever.
 *
 * @param first about so long after the first time
 * @param longest between two times
 * @param end what happened so long ago is not told any more
 */
public record Backoff(Duration first, Duration longest, Duration end) {

    /** Two seconds, ten minutes at most, for a day. */
    public static final Backoff USUAL =
            new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofDays(1));

    private static final int MOST_DOUBLED = 30;

    /** Whether that is too long ago. */
    boolean isOver(Duration age) {
        return age.compareTo(end) >= 0;
    }

    /**
     * Between the half and the whole of what the number of times makes of it, so that replicas do
     * not come all at once.
     *
     * @param tries 1 or more
     */
    Duration after(int tries, RandomGenerator chance) {
        long whole = first.toMillis() << Math.min(tries - 1, MOST_DOUBLED);
        long most = Math.min(whole, longest.toMillis());
        return Duration.ofMillis(most - chance.nextLong(most / 2 + 1));
    }
}
