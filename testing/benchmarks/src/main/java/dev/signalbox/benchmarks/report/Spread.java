package dev.signalbox.benchmarks.report;

import java.util.List;

/** A figure over several rounds: the median, and how far the rounds lie apart. */
public record Spread(double median, double least, double most) {

    /**
     * Over these.
     *
     * @param values one of each round, at least one
     */
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }
}
