package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void percentilesAreExact() {
        Times times = new Times(1000);
        for (int i = 1000; i >= 1; i--) {
            times.add(i * 1000L);
        }
        Times.Summary summary = times.summary();
        assertThat(summary).isEqualTo(new Times.Summary(1000, 500.5, 500, 900, 990, 999, 1000));
    }

    @Test
    void oneTimeIsEveryPercentile() {
        Times times = new Times(5);
        times.add(7_000);
        assertThat(times.summary()).isEqualTo(new Times.Summary(1, 7, 7, 7, 7, 7, 7));
    }

    @Test
    void nothingIsNothing() {
        assertThat(new Times(3).summary().count()).isZero();
    }
}
