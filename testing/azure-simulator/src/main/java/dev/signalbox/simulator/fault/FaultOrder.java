package dev.signalbox.simulator.fault;

/**
 * A fault and when it is to happen.
 *
 * @param cutAt where a scenario cuts, in bytes; -1 leaves that to the scenario
 * @param millis how long a scenario waits; -1 leaves that to the scenario
 */
public record FaultOrder(Scenario scenario, Schedule schedule, long cutAt, long millis) {

    /** When a fault happens, counted in the requests that it can meet. */
    public sealed interface Schedule {}

    /** The next so many. */
    public record Next(int requests) implements Schedule {
        public Next {
            requirePositive(requests);
        }
    }

    /** One in so many, the last of each: 10 means the tenth, the twentieth, and so on. */
    public record Every(int requests) implements Schedule {
        public Every {
            requirePositive(requests);
        }
    }

    /** All, until faults are cleared. */
    public record UntilCleared() implements Schedule {}

    /** The next request. */
    public static FaultOrder once(Scenario scenario) {
        return next(scenario, 1);
    }

    /** The next so many requests. */
    public static FaultOrder next(Scenario scenario, int requests) {
        return new FaultOrder(scenario, new Next(requests), -1, -1);
    }

    /** One in so many requests. */
    public static FaultOrder every(Scenario scenario, int requests) {
        return new FaultOrder(scenario, new Every(requests), -1, -1);
    }

    /** All requests until faults are cleared. */
    public static FaultOrder untilCleared(Scenario scenario) {
        return new FaultOrder(scenario, new UntilCleared(), -1, -1);
    }

    /** The same, cutting at that byte. */
    public FaultOrder cutAt(long bytes) {
        return new FaultOrder(scenario, schedule, bytes, millis);
    }

    /** The same, waiting so long. */
    public FaultOrder waiting(long millis) {
        return new FaultOrder(scenario, schedule, cutAt, millis);
    }

    private static void requirePositive(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("a fault meets 1 request or more, not " + requests);
        }
    }
}
