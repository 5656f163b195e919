package dev.signalbox.http.admin.bounds;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What a form says of single models of a key: {@code model_max_budget}, {@code model_rpm_limit},
 * {@code model_tpm_limit}. Each is said for all models at once; what is not said stays.
 */
public final class ModelBounds {

    private static final String BUDGETS = "model_max_budget";

    private static final Map<String, Limit> FIELDS =
            Map.of(
                    BUDGETS,
                    Limit.MAX_BUDGET,
                    "model_rpm_limit",
                    Limit.RPM,
                    "model_tpm_limit",
                    Limit.TPM);

    private ModelBounds() {}

    /** The same with what the form says of single models. */
    public static Limits of(Form form, Limits before) {
        Map<String, Limits> models = new HashMap<>(before.parts());
        FIELDS.forEach(
                (field, limit) -> {
                    if (form.has(field)) {
                        models.replaceAll((model, bounds) -> without(bounds, limit));
                        add(models, field, form.node(field));
                    }
                });
        models.values().removeIf(bounds -> bounds.values().isEmpty());
        return before.withParts(models);
    }

    private static Limits without(Limits bounds, Limit limit) {
        Limits rest = bounds.with(limit, null);
        return limit == Limit.MAX_BUDGET ? rest.every(null) : rest;
    }

    private static void add(Map<String, Limits> models, String field, @Nullable JsonNode said) {
        if (said == null) {
            return;
        }
        said.properties()
                .forEach(
                        model ->
                                models.merge(
                                        model.getKey(),
                                        bounds(field, model.getValue()),
                                        (old, more) -> more.orElse(old)));
    }

    private static Limits bounds(String field, JsonNode said) {
        if (!field.equals(BUDGETS) || !said.isObject()) {
            return bound(field, said);
        }
        JsonNode period = said.path("time_period");
        if (!period.isMissingNode() && !period.isNull() && !period.isTextual()) {
            throw Form.wrongType(field);
        }
        return bound(field, budget(said))
                .every(Bounds.window(field, period.isTextual() ? period.textValue() : null));
    }

    private static Limits bound(String field, JsonNode said) {
        Limit limit = FIELDS.getOrDefault(field, Limit.MAX_BUDGET);
        KeptFields.Shape shape =
                limit == Limit.MAX_BUDGET ? KeptFields.Shape.NUMBER : KeptFields.Shape.COUNT;
        if (!shape.fits(said)) {
            throw Form.Wrong.field(
                    field, "The field " + field + " has for every model " + shape.words() + ".");
        }
        return Limits.NONE.with(limit, said.decimalValue());
    }

    /** Both names are LiteLLM's. */
    private static JsonNode budget(JsonNode said) {
        return said.has("budget_limit") ? said.path("budget_limit") : said.path("max_budget");
    }
}
