package dev.signalbox.http.admin.bounds;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.Times;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/**
 * What a form says of more money for a while: {@code temp_budget_increase} and {@code
 * temp_budget_expiry}, the one never without the other. One that is over is put away by the next
 * change.
 */
final class Raises {

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
        JsonNode by = form.node(BY);
        String until = form.text(UNTIL);
        if (by == null && until == null) {
            return null;
        }
        if (by == null || until == null) {
            throw Form.Wrong.field(
                    by == null ? BY : UNTIL,
                    BY + " and " + UNTIL + " are said together, or null together.");
        }
        return new Limits.Raise(Bounds.money(BY, by), end(until, now));
    }

    private static Instant end(String text, Instant now) {
        Instant end = moment(text.strip());
        return end == null ? now.plus(Times.required(UNTIL, text.strip(), now)) : end;
    }

    /** Null if it is none: it may say how long. */
    private static @Nullable Instant moment(String text) {
        try {
            TemporalAccessor said =
                    MOMENT.parseBest(
                            text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (said instanceof OffsetDateTime moment) {
                return moment.toInstant();
            }
            return said instanceof LocalDateTime local
                    ? local.toInstant(ZoneOffset.UTC)
                    : LocalDate.from(said).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
