package dev.signalbox.domain.quota;

import java.time.Duration;

/**
 * How it stands with an allowance, as far as one replica knows.
 *
 * @param left by what all replicas had used when this one last heard of it, and by what it used
 *     since; 0 or more
 * @param pause until it begins anew; zero for what never does
 */
public record Standing(Holder holder, Measure measure, long most, long left, Duration pause) {

    /** What was used. */
    public long used() {
        return most - left;
    }

    /** The same if so much more were left, as far as there ever was. */
    public Standing withMoreLeft(long more) {
        return new Standing(holder, measure, most, Math.min(most, left + more), pause);
    }
}
