package dev.signalbox.domain.pulse;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls at once a deployment bears, found out from how it answers. Nobody is kept away
 * until it says that there are too many, or until even its quicker answers take twice as long as
 * they did. Then there are a tenth fewer places, or a quarter, each time that happens; and more
 * again whenever it has answered as often as there are places and nearly all of them were used: one
 * at first, the longer it goes well the bolder. Whatever was asked before there were fewer says
 * nothing of that. Times are nanoseconds of a clock that only goes forward. Safe for many threads,
 * by a lock that is held for a few instructions.
 */
public final class Capacity {

    /** There are never fewer: whoever does not bear so few has another trouble. */
    public static final int LEAST = 4;

    /** With no more calls at once than that, slow answers are no sign of too many. */
    static final int FEW = 8;

    /** What is kept of the places after a refusal: most likely they were hardly too many. */
    static final double AFTER_REFUSAL = 0.9;

    /** What is kept of them if answers are slow: the queue is as long as it is. */
    static final double AFTER_QUEUE = 0.75;

    /** By so many answers it is seen whether they are slow. */
    private static final int LOOK = 32;

    /** Nobody knows how many. */
    private static final int ANY = Integer.MAX_VALUE;

    /** So much of the places is nearly all of them. */
    private static final double NEARLY = 0.8;

    /** After so many times it does not get bolder. */
    private static final int BOLDEST = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Pace documents = new Pace();
    private final Pace events = new Pace();
    private volatile int most = ANY;
    private long changed = Long.MIN_VALUE;

    /** How many there might be before answers became slow; 0 while they are not. */
    private int before;

    private int looked;
    private int together;

    /** Answers since there were more or fewer places. */
    private int answers;

    /** How often there were more of them since there were fewer. */
    private int bold;

    /** How many calls it may have at once; {@link Integer#MAX_VALUE} as long as nobody knows. */
    public int most() {
        return most;
    }

    /**
     * It has begun to answer.
     *
     * @param streamed whether that was the first event of a stream, and not a whole answer
     * @param began when it was asked
     * @param beside how many calls it has now, with this one
     */
    public void answered(boolean streamed, long began, int beside, long now) {
        lock.lock();
        try {
            if (began < changed) {
                return;
            }
            (streamed ? events : documents).add(now - began);
            together = Math.max(together, beside);
            answers++;
            looked++;
            if (looked >= LOOK) {
                looked = 0;
                look(now);
            }
            if (most != ANY && answers >= most) {
                grow();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * It said that it has too much to do.
     *
     * @param began when it was asked
     * @param beside how many calls it had, with this one
     * @return whether that is explained by how many they were; if not, it has another trouble
     */
    public boolean overrun(long began, int beside, long now) {
        lock.lock();
        try {
            if (began < changed) {
                return true;
            }
            if (Math.min(beside, most) <= LEAST) {
                return false;
            }
            shrink(beside, AFTER_REFUSAL, now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void look(long now) {
        Pace.Verdict ofDocuments = documents.next();
        Pace.Verdict ofEvents = events.next();
        if (is(Pace.Verdict.IN_VAIN, ofDocuments, ofEvents)) {
            most = Math.max(most, before);
            before = 0;
        } else if (together > FEW && is(Pace.Verdict.QUEUED, ofDocuments, ofEvents)) {
            before = before == 0 ? most : before;
            shrink(together, AFTER_QUEUE, now);
        } else {
            before = 0;
            // Of places that nobody counts it is of interest how many calls there were lately.
            together = most == ANY ? 0 : together;
        }
    }

    private static boolean is(Pace.Verdict verdict, Pace.Verdict one, Pace.Verdict other) {
        return one == verdict || other == verdict;
    }

    private void grow() {
        int places = most;
        if (together >= NEARLY * places) {
            most = places + 1 + places * Math.min(bold, BOLDEST) / 100;
            bold++;
        }
        answers = 0;
        together = 0;
    }

    private void shrink(int beside, double kept, long now) {
        most = Math.max(LEAST, (int) (Math.min(most, beside) * kept));
        changed = now;
        bold = 0;
        answers = 0;
        looked = 0;
        together = 0;
        documents.forget();
        events.forget();
    }
}
