package dev.signalbox.domain.limits;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * After which time a bound begins anew. Windows lie on the calendar: one of days begins at
 * midnight, one of seven days on Monday, one of a month on the first; those of hours, minutes and
 * seconds are counted from midnight, and the last of a day ends with it.
 *
 * @param count how many units long, from 1 on
 * @param zone whose calendar
 */
public record Window(int count, Unit unit, ZoneId zone) {

    /** The minute that requests and tokens are counted in. */
    public static final Window MINUTE = new Window(1, Unit.MINUTES, ZoneOffset.UTC);

    /** Some thousand years; what is longer than a calendar bounds nothing. */
    private static final int LONGEST = 100_000;

    private static final int DAYS_OF_A_MONTH = 30;
    private static final int DAYS_OF_A_WEEK = 7;

    /** A Monday. */
    private static final LocalDate FIRST_MONDAY = LocalDate.of(1970, 1, 5);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m|h|d|w|mo)");
    private static final Map<String, Unit> UNITS =
            Map.of(
                    "s", Unit.SECONDS,
                    "m", Unit.MINUTES,
                    "h", Unit.HOURS,
                    "d", Unit.DAYS,
                    "w", Unit.WEEKS,
                    "mo", Unit.MONTHS);

    public Window {
        if (count < 1 || count > LONGEST) {
            throw new IllegalArgumentException("a window has 1 to " + LONGEST + " units");
        }
        if (unit == Unit.DAYS && count == DAYS_OF_A_MONTH) {
            count = 1;
            unit = Unit.MONTHS;
        } else if (unit == Unit.DAYS && count % DAYS_OF_A_WEEK == 0) {
            count = count / DAYS_OF_A_WEEK;
            unit = Unit.WEEKS;
        }
    }

    /** What a window is counted in. */
    public enum Unit {
        SECONDS("s", Duration.ofSeconds(1)),
        MINUTES("m", Duration.ofMinutes(1)),
        HOURS("h", Duration.ofHours(1)),
        DAYS("d", Duration.ofDays(1)),
        WEEKS("w", Duration.ofDays(DAYS_OF_A_WEEK)),
        MONTHS("mo", Duration.ofDays(DAYS_OF_A_MONTH));

        private final String letters;
        private final Duration length;

        Unit(String letters, Duration length) {
            this.letters = letters;
            this.length = length;
        }
    }

    /**
     * From when to when.
     *
     * @param end the first moment that does not belong to it
     */
    public record Span(Instant start, Instant end) {

        public Span {
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("a span ends after it begins");
            }
        }

        /** Whether that moment lies in it. */
        public boolean contains(Instant moment) {
            return !moment.isBefore(start) && moment.isBefore(end);
        }
    }

    /**
     * As people write it: {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 7d}, {@code 30d}
     * (a month), {@code 1mo}. Null if it is nothing of the kind.
     */
    public static @Nullable Window parse(String text, ZoneId zone) {
        Matcher said = FORM.matcher(text.strip());
        if (!said.matches()) {
            return null;
        }
        Unit unit = UNITS.get(said.group(2));
        int count = Integer.parseInt(said.group(1));
        return unit == null || count < 1 || count > LONGEST ? null : new Window(count, unit, zone);
    }

    /** The same on another calendar. */
    public Window in(ZoneId zone) {
        return new Window(count, unit, zone);
    }

    /** Whether one of these passes sooner than one of those; a month is taken for 30 days. */
    public boolean isShorterThan(Window other) {
        return length().compareTo(other.length()) < 0;
    }

    private Duration length() {
        return unit.length.multipliedBy(count);
    }

    /** The one that {@code now} lies in. */
    public Span at(Instant now) {
        return switch (unit) {
            case SECONDS, MINUTES, HOURS -> ofTheDay(now);
            case DAYS -> days(now.atZone(zone).toLocalDate(), LocalDate.EPOCH, count);
            case WEEKS ->
                    days(
                            now.atZone(zone).toLocalDate(),
                            FIRST_MONDAY,
                            Math.multiplyExact(count, DAYS_OF_A_WEEK));
            case MONTHS -> months(now.atZone(zone).toLocalDate());
        };
    }

    /** As people write it. */
    @Override
    public String toString() {
        return count + unit.letters;
    }

    /** By the time that goes by, so that a day of 23 or of 25 hours does no harm. */
    private Span ofTheDay(Instant now) {
        long seconds = unit.length.multipliedBy(count).toSeconds();
        if (seconds > Unit.DAYS.length.toSeconds()) {
            long start = Math.floorDiv(now.getEpochSecond(), seconds) * seconds;
            return new Span(
                    Instant.ofEpochSecond(start),
                    Instant.ofEpochSecond(start).plusSeconds(seconds));
        }
        ZonedDateTime local = now.atZone(zone);
        Instant midnight = local.toLocalDate().atStartOfDay(zone).toInstant();
        Instant next = local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        long gone = midnight.until(now, ChronoUnit.SECONDS) / seconds * seconds;
        Instant start = midnight.plusSeconds(gone);
        Instant end = start.plusSeconds(seconds);
        return new Span(start, end.isBefore(next) ? end : next);
    }

    private Span days(LocalDate today, LocalDate first, int length) {
        long gone = Math.floorDiv(first.until(today, ChronoUnit.DAYS), (long) length) * length;
        return span(first.plusDays(gone), first.plusDays(gone + length));
    }

    private Span months(LocalDate today) {
        LocalDate first = LocalDate.EPOCH;
        long months = first.until(today.withDayOfMonth(1), ChronoUnit.MONTHS);
        long gone = Math.floorDiv(months, (long) count) * count;
        return span(first.plusMonths(gone), first.plusMonths(gone + count));
    }

    private Span span(LocalDate from, LocalDate until) {
        try {
            return new Span(
                    from.atStartOfDay(zone).toInstant(), until.atStartOfDay(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no calendar reaches as far as " + this, e);
        }
    }
}
