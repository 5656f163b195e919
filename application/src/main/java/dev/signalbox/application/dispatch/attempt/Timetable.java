package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.policy.Waits;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long one call waits, and for what: what the caller says before what the deployment's
 * configuration says, before the policy's, before what is usual. A caller may ask for less time
 * than the policy allows in total, not for more.
 */
final class Timetable {

    /** The longest pause that an upstream can ask for; whoever asks for more is left alone. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final double FIRST_PAUSE = 0.5;
    private static final double LONGEST_BACKOFF = 8;
    private static final double NANOS = 1e9;
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Waits waits;
    private final Wishes wishes;
    private final boolean streamed;
    private final long start;
    private final Duration total;
    private final Duration opening;

    /**
     * @param start when the call began, in nanoseconds of a clock that only goes forward
     */
    Timetable(Waits waits, Wishes wishes, boolean streamed, long start) {
        this.waits = waits;
        this.wishes = wishes;
        this.streamed = streamed;
        this.start = start;
        Duration said = waits.total();
        Duration most = said == null ? longer(Patience.DEFAULT.total(), waits.timeout()) : said;
        this.opening = wishes.timeout() == null ? most : shorter(wishes.timeout(), most);
        this.total = streamed ? most : opening;
    }

    /** When the call began. */
    long start() {
        return start;
    }

    /** How long the attempt that begins now waits. */
    Patience patience(Deployment.Terms terms, long now) {
        Duration first = shorter(attempt(terms), left(now));
        Duration silence = waits.silence() == null ? Patience.DEFAULT.silence() : waits.silence();
        Duration whole = streamed ? atLeast(total.minusNanos(now - start)) : first;
        return new Patience(Patience.DEFAULT.connect(), first, silence, whole);
    }

    /** How much is left until an answer must have begun, at least a moment. */
    Duration left(long now) {
        return atLeast(opening.minusNanos(now - start));
    }

    /** Whether all that was allowed is over. */
    boolean isOver(long now) {
        return left(now).compareTo(LEAST) <= 0;
    }

    /**
     * What a pause is made of.
     *
     * @param times how often this group was tried again already
     * @param chance from 0 to 1
     * @param floor the least
     */
    record Back(int times, double chance, Duration floor) {}

    /**
     * How long to wait before the same deployment is asked again; null: not at all, for nobody
     * waits that long.
     *
     * @param back what the pause is made of where the upstream says nothing
     */
    @Nullable Duration pause(Fault fault, Back back, long now) {
        Duration asked = fault.retryAfter();
        Duration pause;
        if (asked != null && !asked.isZero() && !asked.isNegative()) {
            if (asked.compareTo(LONGEST_PAUSE) > 0) {
                return null;
            }
            pause = asked;
        } else {
            double seconds = Math.min(FIRST_PAUSE * Math.pow(2, back.times()), LONGEST_BACKOFF);
            // Not all at the same moment: between three quarters of it and the whole.
            pause = Duration.ofNanos((long) (seconds * (0.75 + 0.25 * back.chance()) * NANOS));
        }
        pause = longer(pause, back.floor());
        return pause.compareTo(left(now)) < 0 ? pause : null;
    }

    /** Whether an attempt that waited like that was given less time than is configured for it. */
    boolean isHurried(Patience waited, Deployment.Terms terms) {
        Duration stream =
                streamed ? first(null, terms.streamTimeout(), waits.streamTimeout()) : null;
        Duration whole = first(stream, terms.timeout(), waits.timeout());
        Duration configured = whole == null ? Patience.DEFAULT.firstEvent() : whole;
        return waited.firstEvent().compareTo(configured) < 0;
    }

    private Duration attempt(Deployment.Terms terms) {
        if (streamed) {
            Duration stream =
                    first(wishes.streamTimeout(), terms.streamTimeout(), waits.streamTimeout());
            if (stream != null) {
                return stream;
            }
        }
        Duration whole = first(wishes.timeout(), terms.timeout(), waits.timeout());
        return whole == null ? Patience.DEFAULT.firstEvent() : whole;
    }

    private static @Nullable Duration first(
            @Nullable Duration one, @Nullable Duration two, @Nullable Duration three) {
        if (one != null) {
            return one;
        }
        return two != null ? two : three;
    }

    private static Duration atLeast(Duration left) {
        return longer(LEAST, left);
    }

    private static Duration shorter(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    private static Duration longer(Duration one, @Nullable Duration two) {
        return two != null && two.compareTo(one) > 0 ? two : one;
    }
}
