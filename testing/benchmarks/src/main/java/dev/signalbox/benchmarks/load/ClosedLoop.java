package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Calls as fast as the answers come, each connection one after the other. Says what the whole
 * machine can do, not what a caller would feel.
 */
public record ClosedLoop(int connections) {

    /** Asks so many times. */
    public Run run(Question question, int calls) throws IOException, InterruptedException {
        return run(number -> question, calls);
    }

    /**
     * Asks a question of its own each time.
     *
     * @param questions by the number of the call, from 0; all for the same port
     */
    public Run run(IntFunction<Question> questions, int calls)
            throws IOException, InterruptedException {
        try (Callers callers = new Callers(questions.apply(0), connections)) {
            Tally tally = new Tally(calls, System.nanoTime());
            AtomicInteger next = new AtomicInteger();
            callers.work(
                    (seat, number) -> {
                        int call = next.getAndIncrement();
                        while (call < calls) {
                            callOnce(seat, questions.apply(call), tally);
                            call = next.getAndIncrement();
                        }
                    });
            return tally.run();
        }
    }

    private static void callOnce(Callers.Seat seat, Question question, Tally tally) {
        long sent = System.nanoTime();
        try {
            seat.ask(question);
            tally.answered(sent, sent, System.nanoTime());
        } catch (IOException e) {
            tally.failed(e);
        }
    }
}
