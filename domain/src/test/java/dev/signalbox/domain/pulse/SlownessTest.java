package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SlownessTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Slowness slowness = new Slowness();

    @Test
    void whatWasNeverMeasuredIsUnknown() {
        assertThat(slowness.nanos(HOUR, 5)).isZero();
        assertThat(slowness.faded(HOUR, 5)).isZero();
    }

    @Test
    void theFirstMeasurementCountsWhole() {
        slowness.measured(300, -5);
        assertThat(slowness.nanos(HOUR, -5)).isEqualTo(300);
    }

    @Test
    void oneAmongManyOfTheSameMomentMovesLittle() {
        for (int i = 0; i < 100; i++) {
            slowness.measured(100, i);
        }
        slowness.measured(1_100, 100);
        assertThat(slowness.nanos(HOUR, 100)).isCloseTo(200, within(1.0));
    }

    @Test
    void theLastSecondsCountMost() {
        slowness.measured(1_000, 0);
        slowness.measured(100, 60 * SECOND);
        assertThat(slowness.nanos(HOUR, 60 * SECOND)).isCloseTo(100, within(5.0));
    }

    @Test
    void itFollowsADeploymentThatSlowsDownWithinAFewAnswers() {
        for (int i = 0; i < 100; i++) {
            slowness.measured(100, i * SECOND / 10);
        }
        for (int i = 100; i < 130; i++) {
            slowness.measured(2_000, i * SECOND / 10);
        }
        assertThat(slowness.nanos(HOUR, 13 * SECOND)).isGreaterThan(1_700);
    }

    @Test
    void whatWasMeasuredBeforeTheMemoryIsForgotten() {
        slowness.measured(300, 0);
        Duration memory = Duration.ofSeconds(10);
        assertThat(slowness.nanos(memory, 10 * SECOND)).isEqualTo(300);
        assertThat(slowness.nanos(memory, 10 * SECOND + 1)).isZero();
        assertThat(slowness.faded(memory, 10 * SECOND + 1)).isZero();
    }

    @Test
    void aMeanThatNothingIsAddedToFadesForThoseWhoAskForThat() {
        slowness.measured(3_000, 0);
        assertThat(slowness.faded(HOUR, 0)).isEqualTo(3_000);
        assertThat(slowness.faded(HOUR, 30 * SECOND)).isCloseTo(1_104, within(1.0));
        assertThat(slowness.nanos(HOUR, 30 * SECOND)).isEqualTo(3_000);
    }

    @Test
    void whoeverReadTheClockEarlierAndComesLaterDoesNotMakeItOlder() {
        slowness.measured(100, 10 * SECOND);
        slowness.measured(100, 5 * SECOND);
        assertThat(slowness.nanos(Duration.ofSeconds(1), 11 * SECOND)).isEqualTo(100);
    }
}
