package dev.signalbox.domain.pulse;

import java.util.Arrays;

/**
 * How long answers of one kind take, round by round, and whether that looks like waiting in a
 * queue. Looked at is the quicker quarter of a round: what is slow for a long question is not among
 * it, and one that was quick by chance does not decide. Safe for many threads only under the lock
 * of the {@link Capacity} that has it.
 */
final class Pace {

    /** With fewer answers in a round nothing is said. */
    static final int FEWEST = 8;

    /** Whoever waits as long as it is served takes twice as long. */
    static final double QUEUED = 2;

    /** Below that it is chance, however often as long it is. */
    private static final long SLACK = 5_000_000;

    /**
     * After so many rounds with fewer calls each (a third of them in the end) it must be better.
     */
    private static final int ROUNDS = 4;

    /** What that must bring at least. */
    private static final double BETTER = 0.75;

    private static final int MOST = 64;

    private final long[] took = new long[MOST];
    private int answers;

    /** The quickest round there was, in nanoseconds; 0 if there was none. */
    private long floor;

    /** Rounds one after the other that were slow, and the slowest of them. */
    private int slow;

    private long worst;

    /** What a round shows. */
    enum Verdict {
        /** Nothing remarkable. */
        WELL,
        /** Even its quicker ones waited. */
        QUEUED,
        /** Fewer calls did not help: it is not that they are too many. */
        IN_VAIN
    }

    /** An answer took that many nanoseconds. */
    void add(long nanos) {
        if (answers < MOST) {
            took[answers] = nanos;
            answers++;
        }
    }

    /** Ends the round. */
    Verdict next() {
        if (answers < FEWEST) {
            return Verdict.WELL;
        }
        Arrays.sort(took, 0, answers);
        long quick = took[answers / 4];
        answers = 0;
        if (floor == 0 || quick <= floor * QUEUED + SLACK) {
            floor = floor == 0 ? quick : Math.min(floor, quick);
            slow = 0;
            return Verdict.WELL;
        }
        return slow(quick);
    }

    private Verdict slow(long quick) {
        worst = slow == 0 ? quick : Math.max(worst, quick);
        slow++;
        if (slow <= ROUNDS) {
            return Verdict.QUEUED;
        }
        slow = 0;
        if (quick <= BETTER * worst) {
            return Verdict.QUEUED;
        }
        floor = quick;
        return Verdict.IN_VAIN;
    }

    /** What was seen of the present round belongs to no round. */
    void forget() {
        answers = 0;
    }
}
