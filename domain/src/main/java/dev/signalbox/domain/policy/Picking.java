package dev.signalbox.domain.policy;

import java.time.Duration;

/**
 * Which strategy picks, and what it was told.
 *
 * @param memory for how long a measured latency counts ({@code ttl})
 * @param buffer by how much more than the lowest latency another may have and still be picked, as a
 *     share of it: 0.1 for a tenth ({@code lowest_latency_buffer})
 */
public record Picking(Way way, Duration memory, double buffer) {

    /** What holds where nobody said anything. */
    public static final Picking DEFAULT = new Picking(Way.WEIGHTED_SHUFFLE, Duration.ofHours(1), 0);

    public Picking {
        if (!(buffer >= 0) || memory.isNegative() || memory.isZero()) {
            throw new IllegalArgumentException("no memory of " + memory + ", buffer " + buffer);
        }
    }

    /** The strategies there are. */
    public enum Way {
        WEIGHTED_SHUFFLE("simple-shuffle"),
        LEAST_BUSY("least-busy"),
        LOWEST_LATENCY("latency-based-routing"),
        LEAST_USED("usage-based-routing-v2"),
        LOWEST_COST("cost-based-routing"),
        TWO_CHOICES("two-choices");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** Its name in a configuration. */
        public String word() {
            return word;
        }
    }
}
