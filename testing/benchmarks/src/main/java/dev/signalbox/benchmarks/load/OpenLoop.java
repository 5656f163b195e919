package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Calls at a constant rate, whether the answers come fast or not. A call's time counts from the
 * moment when it was due, so a stall is felt by every call that should have begun in it.
 *
 * @param callsPerSecond how many are due
 * @param connections how many calls can be under way at once
 */
public record OpenLoop(int callsPerSecond, int connections) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long RUN_UP_NANOS = 20_000_000L;

    /** Asks so many times and waits for every answer. */
    public Run run(Question question, int calls) throws IOException, InterruptedException {
        return run(number -> question, calls);
    }

    /**
     * Asks a question of its own each time and waits for every answer.
     *
     * @param questions by the number of the call, from 0; all for the same port
     */
    public Run run(IntFunction<Question> questions, int calls)
            throws IOException, InterruptedException {
        try (Callers callers = new Callers(questions.apply(0), connections)) {
            long start = System.nanoTime() + RUN_UP_NANOS;
            Tally tally = new Tally(calls, start);
            AtomicInteger next = new AtomicInteger();
            callers.work(
                    (seat, number) -> {
                        int call = next.getAndIncrement();
                        while (call < calls) {
                            // Made before it is due, so that the call does not pay for it.
                            Question question = questions.apply(call);
                            waitUntil(start + call * NANOS_PER_SECOND / callsPerSecond);
                            callOnce(
                                    seat,
                                    question,
                                    start + call * NANOS_PER_SECOND / callsPerSecond,
                                    tally);
                            call = next.getAndIncrement();
                        }
                    });
            return tally.run();
        }
    }

    private static void callOnce(Callers.Seat seat, Question question, long due, Tally tally) {
        long sent = System.nanoTime();
        try {
            seat.ask(question);
            tally.answered(due, sent, System.nanoTime());
        } catch (IOException e) {
            tally.failed(e);
        }
    }

    private static void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }
}
