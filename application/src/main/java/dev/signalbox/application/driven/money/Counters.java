package dev.signalbox.application.driven.money;

import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Measure;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Where all replicas share what may be used: hands out parts of allowances, so that all of them
 * together never pass one. Everything may wait for a database, for seconds at worst, and throws
 * {@link CountersUnavailable} if that cannot be asked; then it is not known whether it was done.
 * Safe for many threads; about one meter a replica asks one thing at a time.
 */
public interface Counters {

    /** Takes a part of an allowance, under the lock of its meter. */
    Given take(Wish wish);

    /** Says how much of a meter this replica has now, which is less than it had. */
    void report(Holding holding);

    /** Says that this replica lives, and puts away what is over. */
    Instant beat();

    /**
     * From now on tells {@code news} what others say, until these counters are closed. Whatever is
     * said while the connection is lost is not heard.
     */
    void tell(News news);

    /** What others say. Called on a thread that must not be kept. */
    interface News {

        /** Somebody finds a meter empty: what is unused of it is to be given back. */
        void recalled(String meter);

        /** Somebody has given back what they were asked for. */
        void freed(String meter);
    }

    /**
     * The meter of one allowance in one window.
     *
     * @param span null: it never ends
     */
    record Gauge(String id, Measure measure, Window.@Nullable Span span) {}

    /**
     * How much of a meter a replica has.
     *
     * @param turn of what one replica says, a higher one counts: what was sent and not heard of may
     *     still arrive
     * @param held all that it was ever granted and has not given back, used or not; null: as it was
     *     last said, for it is not known here any more
     */
    record Holding(String meter, long turn, @Nullable Long held) {}

    /**
     * What a replica wants of a meter.
     *
     * @param most the allowance
     * @param soft from so much on somebody is told; null: nobody is
     * @param need without that there is no use in it; 0: it would be good to have more
     * @param urgent what calls wait for; {@code need} or more
     * @param liked as much may be given if there is plenty
     * @param asked when others were first asked to give back for this; null if they were not
     */
    record Wish(
            Gauge gauge,
            Holding holding,
            long most,
            @Nullable Long soft,
            long need,
            long urgent,
            long liked,
            @Nullable Instant asked) {}

    /**
     * What came of it.
     *
     * @param held what the replica has now
     * @param granted how much of that is new
     * @param used of the allowance before that, by all replicas: spent, in use, or held by somebody
     * @param at the present moment, by the clock that counts
     */
    record Given(Kind kind, long held, long granted, long used, Instant at) {

        /** In one word. */
        public enum Kind {
            /** At least the need. */
            GRANTED,
            /** Nothing yet: others, who may have some of it unused, are asked to give it back. */
            OTHERS_ASKED,
            /** Nothing: all of it is in use. */
            REFUSED,
            /** Nothing: the window is over, or has not begun. */
            NOT_NOW
        }
    }

    /** They cannot be asked now. */
    final class CountersUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CountersUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
