package dev.signalbox.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;

class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private static Limits budget(int dollars) {
        return Limits.NONE.with(Limit.MAX_BUDGET, BigDecimal.valueOf(dollars));
    }

    private static Limits.Raise raise(int dollars, Instant until) {
        return new Limits.Raise(BigDecimal.valueOf(dollars), until);
    }

    @Test
    void aRaiseCountsUntilItsEndAndNotAtIt() {
        Limits raised = budget(5).raised(raise(2, NOW.plusNanos(1)));
        assertThat(raised.money(CLOCK)).isEqualTo(BigDecimal.valueOf(7));
        assertThat(budget(5).raised(raise(2, NOW)).money(CLOCK)).isEqualTo(BigDecimal.valueOf(5));
        assertThat(raised.of(Limit.MAX_BUDGET)).isEqualTo(BigDecimal.valueOf(5));
        assertThat(Limits.NONE.raised(raise(2, NOW.plusNanos(1))).money(CLOCK)).isNull();
    }

    @Test
    void aRaiseThatIsOverIsPutAway() {
        assertThat(budget(5).raised(raise(2, NOW)).asOf(NOW)).isEqualTo(budget(5));
        Limits raised = budget(5).raised(raise(2, NOW.plusNanos(1)));
        assertThat(raised.asOf(NOW)).isEqualTo(raised);
    }

    @Test
    void whatIsRaisedMustKeepAnothersBoundAndNotTheirRaise() {
        Limits mine = budget(5).raised(raise(9, NOW.plusSeconds(1)));
        assertThat(budget(5).firstBeyond(mine)).isNull();
        assertThat(budget(6).firstBeyond(mine)).isEqualTo(Limit.MAX_BUDGET);
        assertThat(budget(4).raised(raise(1, NOW)).firstBeyond(mine)).isNull();
        assertThat(budget(4).raised(raise(2, NOW)).firstBeyond(mine)).isEqualTo(Limit.MAX_BUDGET);
    }

    @Test
    void nobodyIsBoundByASoftBudget() {
        Limits mine = Limits.NONE.with(Limit.SOFT_BUDGET, BigDecimal.ONE);
        assertThat(Limits.NONE.firstBeyond(mine)).isNull();
        assertThat(Limits.NONE.with(Limit.SOFT_BUDGET, BigDecimal.TEN).firstBeyond(mine)).isNull();
    }

    @Test
    void aRaiseIsNotHandedOn() {
        Limits mine = budget(5).raised(raise(9, NOW.plusSeconds(1)));
        assertThat(Limits.NONE.orElse(mine)).isEqualTo(budget(5));
        assertThat(mine.orElse(budget(1))).isEqualTo(mine);
    }

    @Test
    void noRaiseIsNegative() {
        assertThatThrownBy(() -> raise(-1, NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
