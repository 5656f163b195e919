package dev.signalbox.http.admin.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.http.exchange.Checked;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class TimesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30s,PT30S",
        "30m,PT30M",
        "30h,PT30H",
        "30d,PT720H",
        "2w,PT336H",
        "1mo,PT672H",
        "12mo,PT8760H"
    })
    void aLifetimeIsANumberAndAUnit(String text, Duration expected) {
        assertThat(Times.lifetime("duration", text, NOW)).isEqualTo(Checked.good(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "s", "30min", "1hr", "0d", "-1", "1.5h", " 1h", "1h ", "9999999d"})
    void anythingElseIsRefused(String text) {
        assertThat(Times.lifetime("duration", text, NOW)).isInstanceOf(Checked.Bad.class);
    }
}
