package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long WINDOW = 10 * SECOND;

    private final RetryBudget budget = new RetryBudget();

    @Test
    void threeASecondAreGrantedForEverThoughNobodyCalls() {
        for (int second = -20; second < 60; second++) {
            for (int i = 0; i < 3; i++) {
                assertThat(budget.grants(second * SECOND + i)).as("second %s", second).isTrue();
            }
        }
        assertThat(budget.refused()).isZero();
    }

    @Test
    void theFreeOnesOfTenSecondsMayBeUsedAtOnceAndThenNotBeforeTheseAreOver() {
        for (int i = 0; i < 30; i++) {
            assertThat(budget.grants(i)).as("number %s", i).isTrue();
        }
        assertThat(budget.grants(30)).isFalse();
        assertThat(budget.grants(WINDOW - 1)).isFalse();
        assertThat(budget.grants(WINDOW)).isTrue();
    }

    @Test
    void ofManyCallsATenthMayBeTriedAgainAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            budget.called(i);
        }
        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += budget.grants(1_000) ? 1 : 0;
        }
        assertThat(granted).isEqualTo(100);
        assertThat(budget.refused()).isEqualTo(900);
    }

    @Test
    void callsOfMoreThanTenSecondsAgoAllowNothing() {
        for (int i = 0; i < 1_000; i++) {
            budget.called(0);
        }
        int granted = 0;
        for (int i = 0; i < 100; i++) {
            granted += budget.grants(WINDOW + SECOND) ? 1 : 0;
        }
        assertThat(granted).as("those that are always free").isEqualTo(30);
    }

    @Test
    void whoeverReadTheClockEarlierAndComesLaterDoesNotEmptyIt() {
        for (int i = 0; i < 1_000; i++) {
            budget.called(WINDOW + 5 * SECOND);
        }
        budget.called(4 * SECOND);
        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            granted += budget.grants(WINDOW + 5 * SECOND) ? 1 : 0;
        }
        assertThat(granted).isEqualTo(100);
    }

    /** The promise itself, against a count of every moment. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void withinNoTenSecondsMoreIsTriedAgainThanATenthOrThirty(long seed) {
        Random random = new Random(seed);
        Deque<Long> calls = new ArrayDeque<>();
        Deque<Long> retries = new ArrayDeque<>();
        long now = random.nextLong(-WINDOW, WINDOW);
        double rate = 1;
        double failing = 0;
        for (int i = 0; i < 100_000; i++) {
            if (i % 2_000 == 0) {
                rate = Math.pow(10, random.nextDouble() * 3.5);
                failing = random.nextDouble();
            }
            now += (long) (-Math.log(1 - random.nextDouble()) / rate * SECOND);
            calls.add(now);
            budget.called(now);
            if (random.nextDouble() < failing) {
                tryAgain(seed, now, calls, retries);
            }
        }
        assertThat(budget.refused()).as("seed %s never went to the edge", seed).isPositive();
    }

    private void tryAgain(long seed, long now, Deque<Long> calls, Deque<Long> retries) {
        drop(calls, now);
        drop(retries, now);
        boolean owed = retries.size() < 30;
        boolean granted = budget.grants(now);
        assertThat(granted || !owed).as("owed one, seed %s", seed).isTrue();
        if (granted) {
            retries.add(now);
            assertThat((double) retries.size())
                    .as("seed %s at %s", seed, now)
                    .isLessThanOrEqualTo(Math.max(calls.size() * 0.1, 30));
        }
    }

    private static void drop(Deque<Long> times, long now) {
        while (!times.isEmpty() && now - times.getFirst() >= WINDOW) {
            times.removeFirst();
        }
    }
}
