package dev.signalbox.benchmarks.report;

/**
 * What is to be measured.
 *
 * @param callsPerSecond the rate of the measured rounds
 * @param promptBytes how long the user's text is
 * @param rounds how many pairs of rounds: direct, then through the gateway
 * @param roundSeconds how long each of them lasts
 * @param warmUpSeconds how long each way is warmed up, at twice the rate
 * @param calls how many calls go through the gateway before its memory is read, warm-up and rounds
 *     included
 * @param connections how many calls can be under way at once
 * @param streams how many streams run side by side
 * @param streamRounds how many pairs of rounds of streams; each has that many streams ten times
 */
public record Plan(
        int callsPerSecond,
        int promptBytes,
        int rounds,
        int roundSeconds,
        int warmUpSeconds,
        int calls,
        int connections,
        int streams,
        int streamRounds) {

    private static final int MOST_CALLS = 5_000_000;
    private static final int MOST_PER_SECOND = 20_000;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int LONGEST_PROMPT = 1_000_000;
    private static final int MOST_SECONDS = 600;
    private static final int MOST_ROUNDS = 100;

    /** How often each of the streams is begun in a round. */
    public static final int STREAMS_EACH = 10;

    /**
     * @throws IllegalArgumentException if a number is out of bounds: nothing here runs for ever
     */
    public Plan {
        within("calls per second", callsPerSecond, 1, MOST_PER_SECOND);
        within("prompt bytes", promptBytes, 1, LONGEST_PROMPT);
        within("rounds", rounds, 1, MOST_ROUNDS);
        within("seconds of a round", roundSeconds, 1, MOST_SECONDS);
        within("seconds of warm-up", warmUpSeconds, 1, MOST_SECONDS);
        within("connections", connections, 1, MOST_CONNECTIONS);
        within("streams", streams, 1, MOST_CONNECTIONS);
        within("rounds of streams", streamRounds, 1, MOST_ROUNDS);
        within("calls", calls, 1, MOST_CALLS);
    }

    /** How many calls a round has. */
    public int callsInARound() {
        return callsPerSecond * roundSeconds;
    }

    /** How many calls warm each way up at twice the rate. */
    public int warmUpCalls() {
        return 2 * callsPerSecond * warmUpSeconds;
    }

    /** How many calls are missing to {@link #calls}, to be made in the warm-up; 0 if none. */
    public int furtherCalls() {
        return Math.max(0, calls - warmUpCalls() - rounds * callsInARound());
    }

    private static void within(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    what + ": " + least + " to " + most + ", not " + number);
        }
    }
}
