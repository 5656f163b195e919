package dev.signalbox.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.load.Times;
import dev.signalbox.benchmarks.report.Round.Way;
import dev.signalbox.benchmarks.rig.Meter;

import org.junit.jupiter.api.Test;

import java.util.List;

class FiguresTest {

    @Test
    void whatIsAddedIsTheDifferenceWithinAPair() {
        Figures figures =
                Figures.of(
                        List.of(
                                round(1, Way.DIRECT, 100),
                                round(1, Way.THROUGH, 400),
                                round(2, Way.DIRECT, 1000),
                                round(2, Way.THROUGH, 1200),
                                round(3, Way.DIRECT, 110),
                                round(3, Way.THROUGH, 360)));
        assertThat(figures.directP50()).isEqualTo(new Spread(110, 100, 1000));
        assertThat(figures.throughP50()).isEqualTo(new Spread(400, 360, 1200));
        assertThat(figures.addedP50()).isEqualTo(new Spread(250, 200, 300));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void processorTimeIsSharedOutAmongTheCalls() {
        assertThat(round(1, Way.THROUGH, 1).gatewayMicrosPerCall()).isEqualTo(200);
        assertThat(round(1, Way.THROUGH, 1).foreignProcessors()).isCloseTo(0.25, within(1e-9));
    }

    private static Round round(int number, Way way, double p50) {
        Times.Summary times = new Times.Summary(1000, p50, p50, p50, p50 * 4, p50 * 5, p50 * 6);
        Run run = new Run(1000, 0, null, 2, times, times);
        return new Round(number, way, run, new Meter.Cpu(0.2, 0.1, 0.1, 0.1, 1.0));
    }
}
