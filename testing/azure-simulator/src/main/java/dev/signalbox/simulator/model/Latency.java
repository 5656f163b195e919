package dev.signalbox.simulator.model;

import java.util.random.RandomGenerator;

/** How long something takes, in milliseconds; drawn anew each time, never less than nothing. */
public sealed interface Latency {

    /** No time at all. */
    static Latency none() {
        return new Fixed(0);
    }

    /** Always the same. */
    record Fixed(double millis) implements Latency {}

    /** Anything between two bounds. */
    record Uniform(double min, double max) implements Latency {
        public Uniform {
            if (!(min <= max)) {
                throw new IllegalArgumentException("min " + min + " is above max " + max);
            }
        }
    }

    /** The bell curve; what falls below nothing counts as nothing. */
    record Normal(double mean, double deviation) implements Latency {}

    /** The exponential of a bell curve: a long tail. {@code exp(mu)} is the median. */
    record LogNormal(double mu, double sigma) implements Latency {}

    /** Draws one duration, in nanoseconds. */
    default long nanos(RandomGenerator random) {
        double millis =
                switch (this) {
                    case Fixed fixed -> fixed.millis();
                    case Uniform uniform ->
                            uniform.min() + (uniform.max() - uniform.min()) * random.nextDouble();
                    case Normal normal ->
                            normal.mean() + normal.deviation() * random.nextGaussian();
                    case LogNormal log -> Math.exp(log.mu() + log.sigma() * random.nextGaussian());
                };
        return Math.max(0, Math.round(millis * 1e6));
    }
}
