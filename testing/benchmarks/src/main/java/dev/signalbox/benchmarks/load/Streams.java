package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * Some streams side by side, each listened to until its end and then begun again. Taken is the time
 * from the question to the first event that carries a choice, the first that a caller can show.
 *
 * @param sideBySide how many streams run at once
 */
public record Streams(int sideBySide) {

    private static final byte[] CHOICE = "\"delta\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final long STAGGER_NANOS = 23_000_000L;

    /**
     * What the streams brought.
     *
     * @param whole how a run of them went, the latency being the time to the first event
     * @param gaps between two pieces that came one after the other
     */
    public record Heard(Run whole, Times.Summary gaps) {}

    /** Has each of the streams begin so many times. */
    public Heard run(Question question, int timesEach) throws IOException, InterruptedException {
        try (Callers callers = new Callers(question, sideBySide)) {
            int streams = sideBySide * timesEach;
            Tally tally = new Tally(streams, System.nanoTime());
            Times gaps = new Times(1_000_000);
            callers.work(
                    (seat, number) -> {
                        // Begun at the same moment they would stay in step and wait for each other.
                        LockSupport.parkNanos(number * STAGGER_NANOS);
                        for (int i = 0; i < timesEach; i++) {
                            listenOnce(seat, tally, gaps);
                        }
                    });
            return new Heard(tally.run(), gaps.summary());
        }
    }

    private static void listenOnce(Callers.Seat seat, Tally tally, Times gaps) {
        Listener listener = new Listener(gaps);
        long sent = System.nanoTime();
        try {
            seat.ask(listener);
            if (!listener.wasWhole()) {
                throw new IOException("a stream without choices or without its end");
            }
            tally.answered(sent, sent, listener.firstChoice);
        } catch (IOException e) {
            tally.failed(e);
        }
    }

    /** Listens to one stream. Used by one thread. */
    private static final class Listener implements Line.Ear {
        private final Times gaps;
        private final Finder choice = new Finder(CHOICE);
        private final Finder done = new Finder(DONE);
        private long firstChoice;
        private long last;

        private Listener(Times gaps) {
            this.gaps = gaps;
        }

        @Override
        public void hear(byte[] bytes, int at, int length) {
            long now = System.nanoTime();
            if (choice.found) {
                gaps.add(now - last);
            }
            last = now;
            if (!choice.found) {
                choice.look(bytes, at, length);
                firstChoice = now;
            }
            done.look(bytes, at, length);
        }

        private boolean wasWhole() {
            return choice.found && done.found;
        }
    }

    /** Looks for a word that may lie across two pieces. Good for words that do not repeat. */
    private static final class Finder {
        private final byte[] word;
        private int matched;
        private boolean found;

        private Finder(byte[] word) {
            this.word = word;
        }

        private void look(byte[] bytes, int at, int length) {
            for (int i = at; i < at + length && !found; i++) {
                if (bytes[i] != word[matched]) {
                    matched = 0;
                }
                if (bytes[i] == word[matched]) {
                    matched++;
                }
                found = matched == word.length;
            }
        }
    }
}
