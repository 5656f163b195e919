package dev.signalbox.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class WindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Window window(String text, ZoneId zone) {
        return Objects.requireNonNull(Window.parse(text, zone), text);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-03-04T12:34:56Z, 2026-03-04T12:34:30Z, 2026-03-04T12:35:00Z",
        "5m, 2026-03-04T12:34:56Z, 2026-03-04T12:30:00Z, 2026-03-04T12:35:00Z",
        "2h, 2026-03-04T12:34:56Z, 2026-03-04T12:00:00Z, 2026-03-04T14:00:00Z",
        "5h, 2026-03-04T21:00:00Z, 2026-03-04T20:00:00Z, 2026-03-05T00:00:00Z",
        "36h, 1970-01-02T13:00:00Z, 1970-01-02T12:00:00Z, 1970-01-04T00:00:00Z",
        "1d, 2026-03-04T12:34:56Z, 2026-03-04T00:00:00Z, 2026-03-05T00:00:00Z",
        "24h, 2026-03-04T12:34:56Z, 2026-03-04T00:00:00Z, 2026-03-05T00:00:00Z",
        "3d, 1970-01-05T12:00:00Z, 1970-01-04T00:00:00Z, 1970-01-07T00:00:00Z",
        "7d, 2026-03-04T12:34:56Z, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
        "1w, 2026-03-08T23:59:59Z, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
        "14d, 1970-01-18T00:00:00Z, 1970-01-05T00:00:00Z, 1970-01-19T00:00:00Z",
        "30d, 2026-02-04T12:34:56Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "1mo, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "3mo, 2026-05-31T00:00:00Z, 2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z",
        "1mo, 1969-12-31T23:59:59Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void liesOnTheCalendar(String text, Instant now, Instant start, Instant end) {
        assertThat(window(text, ZoneOffset.UTC).at(now)).isEqualTo(new Window.Span(start, end));
    }

    @ParameterizedTest
    @CsvSource({
        "1d, 2026-03-04T23:30:00Z, 2026-03-04T23:00:00Z, 2026-03-05T23:00:00Z",
        "1d, 2026-03-29T10:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "1d, 2026-10-25T10:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "7d, 2026-03-29T22:30:00Z, 2026-03-29T22:00:00Z, 2026-04-05T22:00:00Z",
        "1mo, 2026-03-31T22:30:00Z, 2026-03-31T22:00:00Z, 2026-04-30T22:00:00Z"
    })
    void liesOnTheCalendarOfItsZone(String text, Instant now, Instant start, Instant end) {
        assertThat(window(text, BERLIN).at(now)).isEqualTo(new Window.Span(start, end));
    }

    @Test
    void oneFollowsUponTheOtherAndEveryMomentLiesInOne() {
        Random random = new Random(42);
        List<String> texts =
                List.of(
                        "7s", "30s", "5m", "7m", "2h", "5h", "23h", "50h", "1d", "2d", "7d", "5w",
                        "1mo", "5mo");
        for (int i = 0; i < 20_000; i++) {
            Window window =
                    window(
                            texts.get(random.nextInt(texts.size())),
                            random.nextBoolean() ? BERLIN : ZoneOffset.UTC);
            Instant now =
                    Instant.parse("2026-01-01T00:00:00Z")
                            .plusMillis(random.nextLong(Duration.ofDays(800).toMillis()));
            Window.Span span = window.at(now);
            assertThat(span.contains(now)).as("%s at %s", window, now).isTrue();
            assertThat(window.at(span.start())).isEqualTo(span);
            assertThat(window.at(span.end().minusNanos(1))).isEqualTo(span);
            assertThat(window.at(span.end()).start()).isEqualTo(span.end());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "0d", "-1d", "1y", "1.5h", "1 d", "1000000d", "99999999999d"})
    void whatIsNoWindowIsNone(String text) {
        assertThat(Window.parse(text, ZoneOffset.UTC)).isNull();
    }

    @Test
    void aWindowHasUnits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(0, Window.Unit.DAYS, ZoneOffset.UTC));
    }
}
