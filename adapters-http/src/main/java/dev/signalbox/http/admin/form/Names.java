package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.http.admin.form.Form.Wrong;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold for the names and bounds that stand in a form. */
final class Names {

    private static final BigDecimal MOST = new BigDecimal("1e15");

    private Names() {}

    static Team.Id team(String field, String text) {
        if (!Team.Id.accepts(text)) {
            throw unfitId(field, "team");
        }
        return new Team.Id(text);
    }

    static User.Id user(String field, String text) {
        if (!User.Id.accepts(text)) {
            throw unfitId(field, "user");
        }
        return new User.Id(text);
    }

    static ModelList models(String field, List<String> entries) {
        if (!entries.stream().allMatch(ModelName::accepts)) {
            throw unfitName(field);
        }
        return new ModelList(entries);
    }

    static Aliases aliases(String field, JsonNode value) {
        if (!value.isObject()) {
            throw Form.wrongType(field);
        }
        Map<ModelName, ModelName> aliases = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isTextual()) {
                throw Form.wrongType(field);
            }
            aliases.put(
                    oneModel(field, entry.getKey()), oneModel(field, entry.getValue().textValue()));
        }
        return new Aliases(aliases);
    }

    static BigDecimal bound(Limit limit, JsonNode value) {
        KeptFields.Shape shape =
                limit == Limit.MAX_BUDGET ? KeptFields.Shape.NUMBER : KeptFields.Shape.COUNT;
        if (!shape.fits(value) || value.decimalValue().compareTo(MOST) > 0) {
            throw Wrong.field(
                    limit.word(), "The field " + limit.word() + " is " + shape.words() + ".");
        }
        return value.decimalValue();
    }

    static ModelName model(String field, String text) {
        if (!ModelName.accepts(text)) {
            throw unfitName(field);
        }
        return new ModelName(text);
    }

    /** Lists of models mean more than one by such a text. */
    private static ModelName oneModel(String field, String text) {
        if (ModelList.isMoreThanAName(text)) {
            throw Wrong.field(
                    field,
                    "An alias is one name for one model; `"
                            + text
                            + "` stands for more in lists of models.");
        }
        return model(field, text);
    }

    private static Wrong unfitId(String field, String whose) {
        return Wrong.field(
                field,
                "A "
                        + whose
                        + "'s id has 1 to "
                        + Team.Id.MAX_LENGTH
                        + " characters, none a control one.");
    }

    private static Wrong unfitName(String field) {
        return Wrong.field(
                field,
                "A model's name has 1 to "
                        + ModelName.MAX_LENGTH
                        + " characters, none a control one.");
    }
}
