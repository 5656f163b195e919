package dev.signalbox.http.admin.form;

import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments and lifetimes as administrators write and read them. */
public final class Times {

    private static final DateTimeFormatter MICROSECONDS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();
    private static final Pattern LIFETIME = Pattern.compile("([0-9]{1,6})(s|mo|m|h|d|w)");

    private Times() {}

    /** A moment in UTC, to the microsecond. */
    public static String text(Instant moment) {
        return MICROSECONDS.format(moment);
    }

    /**
     * How long it is from {@code now} to the end of a lifetime such as {@code 30s}, {@code 30m},
     * {@code 30h}, {@code 30d}, {@code 30w} or {@code 1mo} (the same day, months ahead).
     */
    public static Checked<Duration> lifetime(String field, String text, Instant now) {
        Matcher parts = LIFETIME.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) == 0) {
            return unfit(field);
        }
        int count = Integer.parseInt(parts.group(1));
        try {
            return Checked.good(
                    switch (parts.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        case "w" -> Duration.ofDays(7L * count);
                        default -> months(count, now);
                    });
        } catch (DateTimeException e) {
            return unfit(field);
        }
    }

    /** The end of a lifetime that begins {@code now}; {@code -1} has none. */
    public static @Nullable Instant end(String field, String lifetime, Instant now) {
        return lifetime.equals("-1") ? null : now.plus(required(field, lifetime, now));
    }

    /** A lifetime that stood in {@code field}. */
    public static Duration required(String field, String lifetime, Instant now) {
        return switch (lifetime(field, lifetime, now)) {
            case Checked.Good<Duration> good -> good.value();
            case Checked.Bad<Duration> bad -> throw new Form.Wrong(bad.answer());
        };
    }

    /** A moment as {@link #text} writes it; null if it is none. */
    public static @Nullable Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration months(int count, Instant now) {
        LocalDateTime from = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        return Duration.between(from, from.plusMonths(count));
    }

    private static Checked<Duration> unfit(String field) {
        return Checked.bad(
                ErrorAnswer.wrongField(
                        field,
                        "A duration is a whole number and a unit: 30s, 30m, 30h, 30d, 30w or 1mo."));
    }
}
