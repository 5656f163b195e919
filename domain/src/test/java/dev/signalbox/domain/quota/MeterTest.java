package dev.signalbox.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

class MeterTest {

    private final Meter meter = new Meter();

    @Test
    void givesAllThatWasAskedForOrNothing() {
        meter.settle(5);
        assertThat(meter.reserve(6)).isFalse();
        assertThat(meter.reserve(5)).isTrue();
        assertThat(meter.reserve(1)).isFalse();
        assertThat(meter.left()).isZero();
    }

    @Test
    void whatWasNotUsedIsToBeHadAgainAndADebtIsPaidFirst() {
        meter.settle(5);
        assertThat(meter.reserve(5)).isTrue();
        meter.settle(2);
        assertThat(meter.reserve(2)).isTrue();
        meter.settle(-3);
        meter.settle(4);
        assertThat(meter.left()).isEqualTo(1);
    }

    @Test
    void isEmptyWhenItIsDrainedAndKeepsItsDebt() {
        meter.settle(5);
        assertThat(meter.drain()).isEqualTo(5);
        meter.settle(-2);
        assertThat(meter.drain()).isZero();
        assertThat(meter.left()).isEqualTo(-2);
    }

    @Test
    void neverGivesMoreThanThereIsHoweverManyAskAtOnce() {
        meter.settle(1000);
        AtomicLong given = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                long amount = 1 + i % 7;
                threads.execute(
                        () -> {
                            if (meter.reserve(amount)) {
                                given.addAndGet(amount);
                            }
                        });
            }
        }
        assertThat(given.get() + meter.left()).isEqualTo(1000);
        assertThat(meter.left()).isBetween(0L, 6L);
    }
}
