package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.load.Times;
import dev.signalbox.benchmarks.report.Round.Way;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds come to. Times in microseconds; what is added is the difference within a pair of
 * rounds that followed each other.
 */
public record Figures(
        Spread directP50,
        Spread directP99,
        Spread throughP50,
        Spread throughP99,
        Spread addedP50,
        Spread addedP99) {

    /** Of whole pairs, in their order. */
    public static Figures of(List<Round> rounds) {
        List<Round> direct = rounds.stream().filter(round -> round.way() == Way.DIRECT).toList();
        List<Round> through = rounds.stream().filter(round -> round.way() == Way.THROUGH).toList();
        return new Figures(
                spread(direct, Times.Summary::p50),
                spread(direct, Times.Summary::p99),
                spread(through, Times.Summary::p50),
                spread(through, Times.Summary::p99),
                added(direct, through, Times.Summary::p50),
                added(direct, through, Times.Summary::p99));
    }

    private static Spread spread(List<Round> rounds, ToDoubleFunction<Times.Summary> figure) {
        return Spread.of(
                rounds.stream().map(round -> figure.applyAsDouble(round.run().latency())).toList());
    }

    private static Spread added(
            List<Round> direct, List<Round> through, ToDoubleFunction<Times.Summary> figure) {
        List<Double> differences =
                java.util.stream.IntStream.range(0, direct.size())
                        .mapToObj(
                                i ->
                                        figure.applyAsDouble(through.get(i).run().latency())
                                                - figure.applyAsDouble(
                                                        direct.get(i).run().latency()))
                        .toList();
        return Spread.of(differences);
    }
}
