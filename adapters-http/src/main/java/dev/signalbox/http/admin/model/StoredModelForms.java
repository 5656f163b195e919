package dev.signalbox.http.admin.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.models.ManageModels.Change;
import dev.signalbox.application.driving.admin.models.ManageModels.NewModel;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What administrators say of models. What stands in {@code litellm_params} is not looked at here.
 * Safe for many threads.
 */
final class StoredModelForms {

    static final String NAME = "model_name";
    static final String PARAMS = "litellm_params";
    static final String INFO = "model_info";
    static final String ID = "id";
    static final String MODEL_ID = "model_id";

    private static final String ID_IN_INFO = INFO + "." + ID;
    private static final int LONGEST_ID = 256;

    /** What we say ourselves, and what clients send back as they got it. */
    private static final List<String> OUR_OWN =
            List.of(ID, "db_model", "created_at", "created_by", "updated_at", "updated_by");

    private final AdminJson json;

    StoredModelForms(AdminJson json) {
        this.json = json;
    }

    /** A model that is to be. Clients send all the fields that they know, most of them null. */
    NewModel newModel(Form form) {
        ModelName group = Form.modelName(NAME, form.required(NAME));
        FreeJson params = withoutNulls(form.free(PARAMS, JsonNodeType.OBJECT));
        if (params.equals(FreeJson.EMPTY)) {
            throw missing(PARAMS);
        }
        String id = idIn(form);
        return new NewModel(
                id == null ? null : id(ID_IN_INFO, id), group, params, withoutNulls(info(form)));
    }

    /** What is to be different. */
    Change change(Form form) {
        String name = form.text(NAME);
        return new Change(
                name == null ? null : Form.modelName(NAME, name),
                form.free(PARAMS, JsonNodeType.OBJECT),
                info(form));
    }

    /**
     * Which model is meant, wherever it is said.
     *
     * @param inPath the id in the path; null if there is no place for one
     */
    Deployment.Id which(Form form, @Nullable String inPath) {
        Set<String> said = new LinkedHashSet<>();
        Stream.of(inPath, form.text(ID), form.text(MODEL_ID), idIn(form))
                .filter(id -> id != null)
                .forEach(said::add);
        if (said.isEmpty()) {
            throw missing(ID_IN_INFO);
        }
        if (said.size() > 1) {
            throw Form.Wrong.field(
                    ID_IN_INFO, "More than one id is said: " + String.join(", ", said) + ".");
        }
        return id(inPath == null ? ID_IN_INFO : ID, said.iterator().next());
    }

    /** An id, that stood in {@code field}. */
    static Deployment.Id id(String field, String text) {
        boolean fits =
                !text.isBlank()
                        && text.length() <= LONGEST_ID
                        && text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
        if (!fits) {
            throw Form.Wrong.field(
                    field,
                    "A model's id has 1 to "
                            + LONGEST_ID
                            + " characters, none a slash or a control one.");
        }
        return new Deployment.Id(text);
    }

    private @Nullable String idIn(Form form) {
        FreeJson info = form.free(INFO, JsonNodeType.OBJECT);
        JsonNode id = info == null ? null : json.tree(info).get(ID);
        if (id == null || id.isNull()) {
            return null;
        }
        if (!id.isTextual()) {
            throw Form.Wrong.field(ID_IN_INFO, "The field " + ID_IN_INFO + " has the wrong type.");
        }
        return id.textValue();
    }

    private @Nullable FreeJson info(Form form) {
        FreeJson said = form.free(INFO, JsonNodeType.OBJECT);
        if (said == null) {
            return null;
        }
        ObjectNode info = json.tree(said);
        if (info.hasNonNull("team_id")) {
            throw new Form.Wrong(ofOneTeam());
        }
        return new FreeJson(info.remove(OUR_OWN).toString());
    }

    private FreeJson withoutNulls(@Nullable FreeJson said) {
        ObjectNode fields = json.tree(said == null ? FreeJson.EMPTY : said);
        fields.removeIf(JsonNode::isNull);
        return new FreeJson(fields.toString());
    }

    private static ErrorAnswer ofOneTeam() {
        return ErrorAnswer.of(
                400,
                "bad_request_error",
                INFO + ".team_id",
                "Models of one team only are not kept here. Leave `team_id` out, and give the team"
                        + " an alias for the model, or its name in `models`, by /team/update.");
    }

    private static Form.Wrong missing(String field) {
        return Form.Wrong.field(field, "Missing required parameter: '" + field + "'.");
    }
}
