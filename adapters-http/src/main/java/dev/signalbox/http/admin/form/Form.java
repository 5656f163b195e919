package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A body that somebody filled in; each field is read by its name and the kind that it should have.
 * What was left out and what was filled in with null look alike, but for {@link #has}. Whatever is
 * wrong leaves with {@link Wrong}.
 */
public final class Form {

    private final ObjectNode tree;
    private final FieldNames names;
    private final AdminJson json;

    Form(ObjectNode tree, FieldNames names, AdminJson json) {
        this.tree = tree;
        this.names = names;
        this.json = json;
    }

    /** Something in a form is wrong; the answer says what. Caught where the form was handed in. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ErrorAnswer answer;

        /** Leaves with {@code answer}. */
        public Wrong(ErrorAnswer answer) {
            super(answer.message(), null, false, false);
            this.answer = answer;
        }

        /** A field is missing or wrong. */
        public static Wrong field(String field, String sentence) {
            return new Wrong(ErrorAnswer.wrongField(field, sentence));
        }

        /** What to tell whoever sent it. */
        public ErrorAnswer answer() {
            return answer;
        }
    }

    /** Whether the field is there, be it as null. */
    public boolean has(String field) {
        return tree.has(field);
    }

    /** Whether the field is there and not null. */
    public boolean says(String field) {
        return node(field) != null;
    }

    /** A text; null if there is none. */
    public @Nullable String text(String field) {
        JsonNode value = node(field);
        if (value != null && !value.isTextual()) {
            throw wrongType(field);
        }
        return value == null ? null : value.textValue();
    }

    /** A text that must be there. */
    public String required(String field) {
        String text = text(field);
        if (text == null) {
            throw missing(field);
        }
        return text;
    }

    /** A whole number that must be there. */
    public long number(String field) {
        JsonNode value = node(field);
        if (value == null) {
            throw missing(field);
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw wrongType(field);
        }
        return value.longValue();
    }

    /** A switch; null if nothing is said. */
    public @Nullable Boolean flag(String field) {
        JsonNode value = node(field);
        if (value != null && !value.isBoolean()) {
            throw wrongType(field);
        }
        return value == null ? null : value.booleanValue();
    }

    /** Texts; none if nothing is said. */
    public List<String> texts(String field) {
        JsonNode value = node(field);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!value.isArray()) {
            throw wrongType(field);
        }
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrongType(field);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** Texts that must be there. */
    public List<String> requiredTexts(String field) {
        if (!says(field)) {
            throw missing(field);
        }
        return texts(field);
    }

    /** A value of a type that nobody here looks into; null if there is none. */
    public @Nullable FreeJson free(String field, JsonNodeType type) {
        JsonNode value = node(field);
        if (value != null && value.getNodeType() != type) {
            throw wrongType(field);
        }
        return value == null ? null : new FreeJson(value.toString());
    }

    /** One object or a list of them, each a form with {@code names}. */
    public List<Form> forms(String field, FieldNames parts) {
        JsonNode value = node(field);
        List<Form> forms = new ArrayList<>();
        if (value == null) {
            return forms;
        }
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (!(element instanceof ObjectNode object)) {
                throw wrongType(field);
            }
            forms.add(json.form(object, parts));
        }
        return forms;
    }

    /** A team's id; null if there is none. */
    public Team.@Nullable Id team(String field) {
        String text = text(field);
        return text == null ? null : teamId(field, text);
    }

    /** A team's id, that stood in {@code field}. */
    public static Team.Id teamId(String field, String text) {
        return Names.team(field, text);
    }

    /** A user's id; null if there is none. */
    public User.@Nullable Id user(String field) {
        String text = text(field);
        return text == null ? null : userId(field, text);
    }

    /** A user's id, that stood in {@code field}. */
    public static User.Id userId(String field, String text) {
        return Names.user(field, text);
    }

    /** A model's name, that stood in {@code field}. */
    public static ModelName modelName(String field, String text) {
        return Names.model(field, text);
    }

    /** A list of models; an empty one if nothing is said. */
    public ModelList models(String field) {
        return Names.models(field, texts(field));
    }

    /** What a key may be used for; everything if nothing is said. */
    public RouteList routes(String field) {
        return new RouteList(texts(field));
    }

    /** Aliases and their targets; none if nothing is said. */
    public Aliases aliases(String field) {
        JsonNode value = node(field);
        return value == null ? Aliases.NONE : Names.aliases(field, value);
    }

    /** What is only kept, with what is said of it here; null takes a field out. */
    public FreeJson kept(FreeJson before) {
        return json.merged(before, keptFields());
    }

    /** What is only kept of it, of the fields that {@code which} knows. */
    public FreeJson kept(KeptFields which) {
        Map<String, JsonNode> fields = keptFields();
        fields.keySet().retainAll(which.names());
        return json.merged(FreeJson.EMPTY, fields);
    }

    /** Whether anything is said that is only kept, be it null. */
    public boolean hasKept() {
        return !keptFields().isEmpty();
    }

    /** What whoever filled it in should know, a sentence each. */
    public List<String> warnings() {
        return KeptFields.warnings(keptFields(), names.kept());
    }

    /** The fields that are taken and kept, and that nothing comes of yet, in order. */
    public List<String> unserved() {
        return KeptFields.promisesIn(keptFields(), names.kept());
    }

    private Map<String, JsonNode> keptFields() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        tree.properties()
                .forEach(
                        field -> {
                            if (!names.interpreted().contains(field.getKey())) {
                                fields.put(field.getKey(), field.getValue());
                            }
                        });
        return fields;
    }

    /** What is filled in; null if nothing is, or null. */
    public @Nullable JsonNode node(String field) {
        JsonNode value = tree.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private static Wrong missing(String field) {
        return Wrong.field(field, "Missing required parameter: '" + field + "'.");
    }

    /** A field is of another kind. */
    public static Wrong wrongType(String field) {
        return Wrong.field(field, "The field " + field + " has the wrong type.");
    }
}
