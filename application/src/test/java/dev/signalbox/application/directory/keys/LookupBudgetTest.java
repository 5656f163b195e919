package dev.signalbox.application.directory.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class LookupBudgetTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final LookupBudget budget = new LookupBudget(50, nanos::get);

    private int taken(int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += budget.take() ? 1 : 0;
        }
        return taken;
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aSecondsWorthIsThereAtOnceAndThenNoMore() {
        assertThat(taken(1000)).isEqualTo(50);
    }

    @Test
    void whatIsSpentGrowsBackEvenly() {
        assertThat(taken(1000)).isEqualTo(50);
        pass(100);
        assertThat(taken(1000)).isEqualTo(5);
        pass(1000);
        assertThat(taken(1000)).isEqualTo(50);
    }

    @Test
    void nothingIsSavedForLongerThanASecond() {
        pass(3_600_000);
        assertThat(taken(1000)).isEqualTo(50);
    }
}
