package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Arm;
import dev.signalbox.domain.catalog.Resolution.Split;
import dev.signalbox.http.admin.form.Form.Wrong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold for the names that stand in a form. */
final class Names {

    private static final String ARM =
            "An alias stands for a group, or for a list of 2 to "
                    + Split.MOST
                    + " different ones, each {\"group\": a name, \"weight\": a whole number from 1 to "
                    + Arm.HEAVIEST
                    + "}.";

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
        Map<ModelName, Split> splits = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            ModelName name = oneModel(field, entry.getKey());
            if (entry.getValue().isArray()) {
                splits.put(name, split(field, entry.getValue()));
            } else if (entry.getValue().isTextual()) {
                aliases.put(name, oneModel(field, entry.getValue().textValue()));
            } else {
                throw Form.wrongType(field);
            }
        }
        return new Aliases(aliases, splits);
    }

    private static Split split(String field, JsonNode value) {
        List<Arm> arms = new ArrayList<>();
        for (JsonNode element : value) {
            JsonNode group = element.path("group");
            JsonNode weight = element.path("weight");
            if (!group.isTextual()
                    || !weight.isIntegralNumber()
                    || !weight.canConvertToInt()
                    || weight.intValue() < 1
                    || weight.intValue() > Arm.HEAVIEST
                    || element.size() != 2) {
                throw Wrong.field(field, ARM);
            }
            arms.add(new Arm(oneModel(field, group.textValue()), weight.intValue()));
        }
        if (arms.size() < 2
                || arms.size() > Split.MOST
                || arms.stream().map(Arm::group).distinct().count() < arms.size()) {
            throw Wrong.field(field, ARM);
        }
        return new Split(arms);
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
