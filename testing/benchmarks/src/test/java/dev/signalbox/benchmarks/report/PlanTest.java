package dev.signalbox.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void whatIsMissingToTheCallsIsMadeInTheWarmUp() {
        Plan plan = new Plan(500, 1024, 6, 20, 15, 100_000, 32, 20, 4);
        assertThat(plan.warmUpCalls() + plan.furtherCalls() + 6 * plan.callsInARound())
                .isEqualTo(100_000);
    }

    @Test
    void nothingRunsForEver() {
        assertThatThrownBy(() -> new Plan(500, 1024, 6, 20_000, 15, 1, 32, 20, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seconds of a round");
    }
}
