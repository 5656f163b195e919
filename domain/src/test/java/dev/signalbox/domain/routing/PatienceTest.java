package dev.signalbox.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PatienceTest {

    private static final Patience SECONDS =
            new Patience(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4));

    @Test
    void whatIsSpentBeforeTheQuestionIsMissingFromTheWaitForItsAnswer() {
        assertThat(SECONDS.after(Duration.ofMillis(500)))
                .isEqualTo(
                        new Patience(
                                Duration.ofSeconds(1),
                                Duration.ofMillis(1500),
                                Duration.ofSeconds(3),
                                Duration.ofMillis(3500)));
    }

    @Test
    void whoHasSpentItAllWaitsForAMomentOnly() {
        Patience left = SECONDS.after(Duration.ofSeconds(5));

        assertThat(left.firstEvent()).isEqualTo(Duration.ofMillis(1));
        assertThat(left.total()).isEqualTo(Duration.ofMillis(1));
        assertThat(left.silence()).isEqualTo(Duration.ofSeconds(3));
    }
}
