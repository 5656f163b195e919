package dev.signalbox.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class CountTest {

    private static final Window DAY = new Window(1, Window.Unit.DAYS, ZoneOffset.UTC);
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    private static String meter(Holder holder) {
        return new Count(holder, Measure.MONEY, DAY).meter(DAY.at(NOW));
    }

    @Test
    void theIdOfAMeterSaysWhoseWhatAndWhichWindow() {
        assertThat(meter(Holder.of(Level.TEAM, "blue team")))
                .isEqualTo("team/usd/1d/2026-03-04T00:00:00Z/blue%0020team");
        assertThat(new Count(Holder.EVERYBODY, Measure.SLOTS, null).meter(null))
                .isEqualTo("global/max_parallel_requests/ever/-");
    }

    @Test
    void noTwoHoldersShareAMeter() {
        List<String> names =
                List.of(
                        "a", "b", "a/b", "a%b", "a%002fb", "a:b", "", "%", "/", "a b", "ä",
                        "\ud800", "\udc00", "\u0000", "a\nb", "0020", "%0020", "2f");
        List<Holder> holders = new ArrayList<>();
        for (String first : names) {
            holders.add(Holder.of(Level.KEY, first));
            holders.add(Holder.of(Level.TEAM, first));
            for (String second : names) {
                holders.add(Holder.of(Level.MEMBER, first, second));
                holders.add(Holder.of(Level.KEY_MODEL, first, second));
            }
        }
        Map<String, Holder> owners = new HashMap<>();
        for (Holder holder : holders) {
            assertThat(owners.put(meter(holder), holder)).as("%s", holder).isNull();
            assertThat(meter(holder)).matches("[\\x21-\\x7e]+");
        }
    }

    @Test
    void slotsHaveNoWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Count(Holder.EVERYBODY, Measure.SLOTS, DAY));
    }

    @Test
    void aHolderIsNamedByAsManyIdsAsItsLevelWants() {
        assertThatIllegalArgumentException().isThrownBy(() -> Holder.of(Level.KEY, "a", "b"));
    }
}
