package dev.signalbox.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.Tariff.Charge;
import dev.signalbox.domain.money.Tariff.Version;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** Which price holds when, and what a call cost at its moment. */
class TariffTest {

    private static final Instant SPRING = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant SUMMER = Instant.parse("2026-07-01T00:00:00Z");
    private static final Usage USAGE = new Usage(1000, 100, 0, 0);

    private final Version dear = new Version("dear", SPRING, Price.of(2_000_000, 8_000_000));
    private final Version cheap = new Version("cheap", SUMMER, Price.of(1_000_000, 4_000_000));
    private final Tariff tariff = new Tariff(List.of(cheap, dear));

    @Test
    void aPriceHoldsFromItsMomentUntilTheNextOne() {
        assertThat(tariff.at(SPRING.minusNanos(1))).isNull();
        assertThat(tariff.at(SPRING)).isEqualTo(dear);
        assertThat(tariff.at(SUMMER.minusNanos(1))).isEqualTo(dear);
        assertThat(tariff.at(SUMMER)).isEqualTo(cheap);
        assertThat(tariff.at(Instant.MAX)).isEqualTo(cheap);
    }

    @Test
    void aCallIsChargedAtThePriceOfItsMoment() {
        assertThat(tariff.charge(USAGE, SPRING))
                .isEqualTo(new Charge(new NanoUsd(2_800_000), "dear"));
        assertThat(tariff.charge(USAGE, SUMMER))
                .isEqualTo(new Charge(new NanoUsd(1_400_000), "cheap"));
    }

    @Test
    void whatNobodyKnowsIsNotChargedAtNothing() {
        assertThat(Tariff.UNKNOWN.charge(USAGE, SUMMER)).isNull();
        assertThat(tariff.charge(USAGE, Instant.EPOCH)).isNull();
    }

    @Test
    void nothingIsAPriceToo() {
        Tariff free = new Tariff(List.of(new Version("free", Instant.EPOCH, Price.of(0, 0))));
        assertThat(free.charge(USAGE, SUMMER)).isEqualTo(new Charge(NanoUsd.ZERO, "free"));
    }

    @Test
    void twoPricesDoNotBeginAtTheSameMoment() {
        Version other = new Version("other", SUMMER, Price.of(1, 1));
        assertThatThrownBy(() -> new Tariff(List.of(cheap, other)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
