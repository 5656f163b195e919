package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.http.admin.form.KeptFields.Shape;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that one kind of body may have. A name that nobody knows is refused together with the
 * one that was probably meant: silence about a mistyped field is how limits get lost.
 *
 * @param interpreted those that mean something here
 * @param kept those that are only kept; null for none
 */
public record FieldNames(Set<String> interpreted, @Nullable KeptFields kept) {

    public FieldNames {
        interpreted = Set.copyOf(interpreted);
    }

    /** Names that mean something here, and no others. */
    public static FieldNames only(String... names) {
        return new FieldNames(Set.of(names), null);
    }

    /** The same with more names that mean something. */
    public FieldNames and(String... more) {
        Set<String> all = new TreeSet<>(interpreted);
        all.addAll(Set.of(more));
        return new FieldNames(all, kept);
    }

    /** The same with the bounds that keys, teams and users can have. */
    public FieldNames andLimits() {
        return and(Arrays.stream(Limit.values()).map(Limit::word).toArray(String[]::new))
                .and("temp_budget_increase", "temp_budget_expiry");
    }

    private static final int LONGEST_SHOWN = 100;

    /** What nobody may set. */
    private static final Set<String> OUR_OWN =
            Set.of(
                    "budget_reset_at",
                    "created_at",
                    "created_by",
                    "expires",
                    "hash",
                    "key_name",
                    "model_spend",
                    "public_id",
                    "revision",
                    "spend",
                    "token",
                    "token_id",
                    "updated_at",
                    "updated_by");

    /** Any text in a body must fit a database and a header. */
    private static final String UNFIT = " holds a NUL or half a character.";

    /** The body as it came, or the first of its fields that is wrong. */
    Checked<ObjectNode> check(ObjectNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            ErrorAnswer wrong = wrong(field.getKey(), field.getValue());
            if (wrong != null) {
                return Checked.bad(wrong);
            }
        }
        return Checked.good(body);
    }

    private @Nullable ErrorAnswer wrong(String name, JsonNode value) {
        if (!isFit(value)) {
            return ErrorAnswer.wrongField(name, "The field " + name + UNFIT);
        }
        if (interpreted.contains(name)) {
            return null;
        }
        Shape shape = kept == null ? null : kept.shape(name);
        if (shape == null && OUR_OWN.contains(name)) {
            return ErrorAnswer.unreadable(
                    name, "The field " + name + " is kept by the server and cannot be set.");
        }
        if (shape == null) {
            String shown = name.substring(0, Math.min(name.length(), LONGEST_SHOWN));
            return ErrorAnswer.unreadable(
                    shown, "Unknown field: " + shown + ". Did you mean " + nearest(shown) + "?");
        }
        return value.isNull() || shape.fits(value)
                ? null
                : ErrorAnswer.wrongField(name, "The field " + name + " is " + shape.words() + ".");
    }

    private String nearest(String name) {
        Set<String> all = new TreeSet<>(interpreted);
        if (kept != null) {
            all.addAll(kept.names());
        }
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : all) {
            int distance = distance(name, candidate);
            if (distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest;
    }

    /** How many letters must change to make one word of the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    private static boolean isFit(JsonNode value) {
        if (value.isTextual()) {
            return isFit(value.textValue());
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (!isFit(field.getKey()) || !isFit(field.getValue())) {
                return false;
            }
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (!isFit(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isFit(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }
}
