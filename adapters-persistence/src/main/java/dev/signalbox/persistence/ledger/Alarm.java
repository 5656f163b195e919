package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.journal.Journal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says aloud what was not taken down, now and then and not once a call: whoever asks for a call
 * must not wait for a log. Counted by many threads.
 */
final class Alarm implements Runnable {

    private static final System.Logger LOG = System.getLogger(Alarm.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** From here on the journal is nearly full. */
    private static final double NEARLY = 0.8;

    private final Journal journal;
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong unrecorded = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);

    Alarm(Journal journal) {
        this.journal = journal;
    }

    /** There was no room for a question that wanted to go up. */
    void noRoom() {
        turnedAway.incrementAndGet();
    }

    /** What became of a question is nowhere. */
    void lost() {
        unrecorded.incrementAndGet();
    }

    /** How many there were that are nowhere. */
    long unrecorded() {
        return unrecorded.get();
    }

    @Override
    public void run() {
        long lostBefore = 0;
        long turnedAwayBefore = 0;
        boolean over = false;
        while (!over) {
            over = rests();
            long lostNow = unrecorded.get();
            long turnedAwayNow = turnedAway.get();
            say(lostNow - lostBefore, turnedAwayNow - turnedAwayBefore);
            lostBefore = lostNow;
            turnedAwayBefore = turnedAwayNow;
        }
    }

    /** It has its last word, and ends. */
    void finish() {
        stop.countDown();
    }

    private void say(long lost, long turnedAway) {
        if (lost > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} calls were served and are not in the ledger, for the journal is full.",
                    lost);
        } else if (turnedAway > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The journal is full: {0} calls could not be taken down before they went up.",
                    turnedAway);
        } else if (journal.used() > NEARLY) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The journal is nearly full; {0} calls wait for the database.",
                    journal.waiting());
        }
    }

    private boolean rests() {
        try {
            return stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
