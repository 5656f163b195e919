package dev.signalbox.http.admin.bounds;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.Form.Wrong;
import dev.signalbox.http.admin.form.KeptFields.Shape;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Arrays;

/** What a form says of bounds. What is not said stays, what is said as null goes. */
public final class Bounds {

    private static final String WINDOW = "budget_duration";
    private static final String TERMS = "budget_id";
    private static final BigDecimal MOST = new BigDecimal("1e15");

    private Bounds() {}

    /** The bounds as they become. */
    public static Limits of(Form form, Limits before) {
        Limits limits = before;
        for (Limit limit : Limit.values()) {
            if (form.has(limit.word())) {
                JsonNode value = form.node(limit.word());
                limits =
                        limits.with(
                                limit, value == null ? null : bound(limit.word(), limit, value));
            }
        }
        Limits timed = form.has(WINDOW) ? limits.every(window(WINDOW, form.text(WINDOW))) : limits;
        return Raises.of(form, timed);
    }

    /** Whether anything is said of them, be it null. */
    public static boolean areIn(Form form) {
        return form.has(WINDOW)
                || Raises.isIn(form)
                || Arrays.stream(Limit.values()).anyMatch(limit -> form.has(limit.word()));
    }

    /** The same with the terms that the form names, if it names any or says null. */
    public static Limits terms(Form form, Limits before) {
        return form.has(TERMS) ? before.under(form.text(TERMS)) : before;
    }

    /** The same with the money that a field of another name says, be it null. */
    public static Limits budget(Form form, String field, Limits before) {
        JsonNode value = form.node(field);
        return form.has(field)
                ? before.with(
                        Limit.MAX_BUDGET,
                        value == null ? null : bound(field, Limit.MAX_BUDGET, value))
                : before;
    }

    /** Null if nothing is said: once and for all. */
    static @Nullable Window window(String field, @Nullable String text) {
        Window window = text == null ? null : Window.parse(text, ZoneOffset.UTC);
        if (text != null && window == null) {
            throw Wrong.field(
                    field,
                    "A " + field + " is a number with s, m, h, d, w or mo behind it, such as 30d.");
        }
        return window;
    }

    /** A bound that stood in {@code field}. */
    static BigDecimal bound(String field, Limit limit, JsonNode value) {
        return number(field, limit.isMoney() ? Shape.NUMBER : Shape.COUNT, value);
    }

    /** US dollars that stood in {@code field}. */
    static BigDecimal money(String field, JsonNode value) {
        return number(field, Shape.NUMBER, value);
    }

    private static BigDecimal number(String field, Shape shape, JsonNode value) {
        if (!shape.fits(value) || value.decimalValue().compareTo(MOST) > 0) {
            throw Wrong.field(field, "The field " + field + " is " + shape.words() + ".");
        }
        return value.decimalValue();
    }
}
