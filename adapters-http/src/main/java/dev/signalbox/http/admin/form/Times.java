package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
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

    /**
     * What a form says of more money for a while: {@code temp_budget_increase} and {@code
     * temp_budget_expiry}, the one never without the other. One that is over is put away by the
     * next change.
     */
    static final class Raises {

        /** By how many US dollars. */
        static final String BY = "temp_budget_increase";

        /** Until when: a day, a moment, or how long from now on. */
        static final String UNTIL = "temp_budget_expiry";

        private static final InstantSource CLOCK = InstantSource.system();

        /** With or without a zone; without one it is UTC, as for all times here. */
        private static final DateTimeFormatter MOMENT =
                new DateTimeFormatterBuilder()
                        .append(DateTimeFormatter.ISO_LOCAL_DATE)
                        .optionalStart()
                        .appendPattern("['T'][' ']")
                        .append(DateTimeFormatter.ISO_LOCAL_TIME)
                        .optionalStart()
                        .appendOffsetId()
                        .toFormatter();

        private Raises() {}

        /** Whether anything is said, be it null. */
        static boolean isIn(Form form) {
            return form.has(BY) || form.has(UNTIL);
        }

        /** The bounds as they become. */
        static Limits of(Form form, Limits before) {
            Instant now = CLOCK.instant();
            return (isIn(form) ? before.raised(said(form, now)) : before).asOf(now);
        }

        private static Limits.@Nullable Raise said(Form form, Instant now) {
            JsonNode by = form.present(BY);
            String until = form.text(UNTIL);
            if (by == null && until == null) {
                return null;
            }
            if (by == null || until == null) {
                throw Form.Wrong.field(
                        by == null ? BY : UNTIL,
                        BY + " and " + UNTIL + " are said together, or null together.");
            }
            return new Limits.Raise(Names.bound(BY, Limit.MAX_BUDGET, by), end(until, now));
        }

        private static Instant end(String text, Instant now) {
            Instant end = moment(text.strip());
            return end == null ? now.plus(required(UNTIL, text.strip(), now)) : end;
        }

        /** Null if it is none: it may say how long. */
        private static @Nullable Instant moment(String text) {
            try {
                return switch (MOMENT.parseBest(
                        text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                    case OffsetDateTime moment -> moment.toInstant();
                    case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                    case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                    default -> null;
                };
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }
}
