package dev.signalbox.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** An id of a meter says whose it is, whatever they are called. */
class HolderOfMeterTest {

    private static final List<String> NAMES =
            List.of("a", "", "a/b", "ü%0041 \u0000\ud83d\ude00", "/", "%");
    private static final Window DAY = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource(Level.class)
    void isFoundAgainInEveryId(Level level) {
        for (String first : NAMES) {
            for (String second : NAMES) {
                Holder holder =
                        switch (level) {
                            case EVERYBODY -> Holder.EVERYBODY;
                            case MEMBER, KEY_MODEL -> Holder.of(level, first, second);
                            default -> Holder.of(level, first);
                        };
                Count count = new Count(holder, Measure.MONEY, DAY);
                assertThat(Count.holder(count.meter(DAY.at(Instant.EPOCH)))).isEqualTo(holder);
                assertThat(Count.holder(new Count(holder, Measure.MONEY, null).meter(null)))
                        .isEqualTo(holder);
            }
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        for (String none : List.of("", "key/usd/ever/-", "nobody/usd/ever/-/a")) {
            assertThatThrownBy(() -> Count.holder(none))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
