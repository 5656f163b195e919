package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class TrialTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int SAFE = 0;
    private static final int CANARY = 1;

    private final Trial trial = new Trial(2, SAFE);
    private long now = 5 * MINUTE;

    /** Ends calls to an arm; the bad ones last. */
    private Trial.@Nullable Stop ended(int arm, int good, int bad) {
        Trial.Stop stop = null;
        for (int i = 0; i < good + bad; i++) {
            Trial.Stop found = trial.ended(arm, i < good, 1_000, now);
            stop = found == null ? stop : found;
        }
        return stop;
    }

    @Test
    void anArmThatFailsTooOftenIsStoppedAndThatIsSaidOnce() {
        ended(SAFE, 99, 1);
        Trial.Stop stop = ended(CANARY, 18, 2);
        assertThat(stop)
                .isEqualTo(
                        new Trial.Stop(
                                CANARY,
                                new Trial.Share(18, 2, 1_000),
                                new Trial.Share(99, 1, 1_000)));
        assertThat(trial.stopped()).isEqualTo(stop);
        assertThat(ended(CANARY, 0, 50)).isNull();
    }

    @Test
    void withFewCallsNothingIsSaid() {
        ended(SAFE, 100, 0);
        assertThat(ended(CANARY, 0, 19)).isNull();
        assertThat(ended(CANARY, 0, 1)).isNotNull();
    }

    @Test
    void aFewFailuresAreLetPass() {
        ended(SAFE, 100, 0);
        assertThat(ended(CANARY, 95, 5)).isNull();
        assertThat(ended(CANARY, 0, 1)).isNotNull();
    }

    @Test
    void whereTheSafeOneFailsAsWellNothingIsStopped() {
        ended(SAFE, 80, 20);
        assertThat(ended(CANARY, 60, 40)).isNull();
        assertThat(ended(CANARY, 0, 2)).isNotNull();
    }

    @Test
    void theSafeOneIsNeverStopped() {
        ended(CANARY, 100, 0);
        assertThat(ended(SAFE, 0, 100)).isNull();
        assertThat(trial.stopped()).isNull();
    }

    @Test
    void whatIsOlderThanFiveMinutesCountsNoMore() {
        ended(SAFE, 100, 0);
        ended(CANARY, 0, 19);
        now += 6 * MINUTE;
        assertThat(trial.isQuiet(now)).isTrue();
        assertThat(ended(CANARY, 0, 1)).isNull();
        assertThat(trial.shares(now).get(CANARY)).isEqualTo(new Trial.Share(0, 1, 1_000));
    }

    @Test
    void theClockMayBeginAnywhere() {
        now = -17 * MINUTE;
        ended(SAFE, 10, 0);
        assertThat(trial.shares(now).get(SAFE).calls()).isEqualTo(10);
        now = Long.MIN_VALUE / 2;
        ended(CANARY, 10, 0);
        assertThat(trial.shares(now).get(CANARY).calls()).isEqualTo(10);
    }

    @Test
    void theyAreCountedWhileOthersAreCountedToo() throws InterruptedException {
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> ended(SAFE, 5_000, 0));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(trial.shares(now).get(SAFE).good()).isEqualTo(20_000);
    }
}
