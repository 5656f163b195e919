package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls as fast as the answers come, each connection one after the other. Says what the whole
 * machine can do, not what a caller would feel.
 */
public record ClosedLoop(int connections) {

    /** Asks so many times. */
    public Run run(Question question, int calls) throws IOException, InterruptedException {
        try (Callers callers = new Callers(question, connections)) {
            Tally tally = new Tally(calls, System.nanoTime());
            AtomicInteger next = new AtomicInteger();
            callers.work(
                    (seat, number) -> {
                        while (next.getAndIncrement() < calls) {
                            callOnce(seat, tally);
                        }
                    });
            return tally.run();
        }
    }

    private static void callOnce(Callers.Seat seat, Tally tally) {
        long sent = System.nanoTime();
        try {
            seat.ask((bytes, at, length) -> {});
            tally.answered(sent, sent, System.nanoTime());
        } catch (IOException e) {
            tally.failed(e);
        }
    }
}
