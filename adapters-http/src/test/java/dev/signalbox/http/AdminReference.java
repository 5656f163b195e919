package dev.signalbox.http;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.http.ApiDescription.Operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the document as a page of the reference. */
final class AdminReference {

    private final ApiDescription api;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, JsonNode> kept = new TreeMap<>();

    AdminReference(ApiDescription api) {
        this.api = api;
    }

    String write() {
        line("# Administration, route by route");
        line("");
        line("<!-- Written by AdminReferenceTest from the OpenAPI document; do not edit. -->");
        line("");
        line("The gateway serves this as `/openapi.json`, and as a page to browse at `/docs`.");
        line(api.document.at("/info/description").asText());
        line("");
        for (JsonNode tag : api.document.get("tags")) {
            line("- [" + name(tag) + "](#" + anchor(name(tag)) + "): " + says(tag));
        }
        for (JsonNode tag : api.document.get("tags")) {
            line("");
            line("## " + name(tag));
            line("");
            line(says(tag));
            api.operations.stream()
                    .filter(each -> !each.isAlias())
                    .filter(each -> each.says().at("/tags/0").asText().equals(name(tag)))
                    .forEach(this::operation);
        }
        keptFields();
        errors();
        schemas();
        return text.toString();
    }

    private void operation(Operation operation) {
        JsonNode says = operation.says();
        line("");
        line("### " + operation.method() + " " + operation.path());
        line("");
        line(says.get("summary").asText() + ". " + says.path("description").asText());
        line("");
        line("Who may ask: " + says.get("x-signalbox-who").asText());
        String also = also(operation);
        if (!also.isEmpty()) {
            line("");
            line("Also at " + also + ".");
        }
        parameters(says);
        body(operation);
        line("");
        line("```sh");
        line(says.at("/x-codeSamples/0/source").asText());
        line("```");
        line("");
        says.get("responses").properties().forEach(this::answer);
        line("Errors: " + errorsOf(says) + ".");
    }

    private String also(Operation operation) {
        return String.join(
                ", ",
                api.operations.stream()
                        .filter(Operation::isAlias)
                        .filter(each -> each.method().equals(operation.method()))
                        .filter(
                                each ->
                                        each.says()
                                                .get("x-signalbox-alias-of")
                                                .asText()
                                                .equals(operation.path()))
                        .map(each -> "`" + each.path() + "`")
                        .toList());
    }

    private void parameters(JsonNode says) {
        if (!says.has("parameters")) {
            return;
        }
        line("");
        line("| parameter | in | type | default | meaning |");
        line("|---|---|---|---|---|");
        for (JsonNode each : says.get("parameters")) {
            line(
                    "| `%s` | %s | %s | %s | %s |"
                            .formatted(
                                    name(each),
                                    each.get("in").asText(),
                                    type(each.get("schema")),
                                    usual(each.get("schema"), each.get("required").asBoolean()),
                                    cell(says(each))));
        }
    }

    private void body(Operation operation) {
        JsonNode schema = operation.bodySchema();
        if (schema.isMissingNode()) {
            return;
        }
        line("");
        if (schema.has("$ref")) {
            line("Body: " + type(schema) + ".");
            return;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        line("| field | type | default | meaning |");
        line("|---|---|---|---|");
        List<String> only = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
            if (field.getValue().has("x-signalbox-kept")) {
                only.add("`" + field.getKey() + "`");
                kept.put(field.getKey(), field.getValue());
            } else {
                line(
                        "| `%s` | %s | %s | %s |"
                                .formatted(
                                        field.getKey(),
                                        type(field.getValue()),
                                        usual(field.getValue(), required.contains(field.getKey())),
                                        cell(says(field.getValue()))));
            }
        }
        if (!only.isEmpty()) {
            line("");
            line(
                    "[Kept as written](#fields-that-are-kept-as-written): "
                            + String.join(", ", only)
                            + ".");
        }
    }

    private void answer(Map.Entry<String, JsonNode> response) {
        if (response.getValue().has("$ref")) {
            return;
        }
        JsonNode media = response.getValue().get("content").elements().next();
        line(
                "Answer %s, %s: %s"
                        .formatted(
                                response.getKey(),
                                type(media.get("schema")),
                                says(response.getValue())));
        line("");
    }

    private static String errorsOf(JsonNode says) {
        List<String> statuses = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : says.get("responses").properties()) {
            if (each.getValue().has("$ref")) {
                statuses.add("[" + each.getKey() + "](#errors)");
            }
        }
        return statuses.isEmpty() ? "none of its own" : String.join(", ", statuses);
    }

    private void keptFields() {
        line("");
        line("## Fields that are kept as written");
        line("");
        line(
                "LiteLLM knows them. They are stored and shown; what comes of them here, if anything,"
                        + " their meaning says.");
        line("");
        line("| field | type | meaning |");
        line("|---|---|---|");
        kept.forEach(
                (name, schema) ->
                        line(
                                "| `%s` | %s | %s |"
                                        .formatted(name, type(schema), cell(says(schema)))));
    }

    private void errors() {
        line("");
        line("## Errors");
        line("");
        line("[Every error](errors.md) has the form of [Error](#schema-error).");
        line("");
        line("| status | when |");
        line("|--:|---|");
        api.document
                .at("/components/responses")
                .properties()
                .forEach(
                        each ->
                                line(
                                        "| %s | %s |"
                                                .formatted(
                                                        each.getKey().replace("Error", ""),
                                                        cell(says(each.getValue())))));
    }

    private void schemas() {
        line("");
        line("## Answers");
        api.document.at("/components/schemas").properties().forEach(this::schema);
    }

    private void schema(Map.Entry<String, JsonNode> named) {
        line("");
        line("<a id=\"schema-" + anchor(named.getKey()) + "\"></a>");
        line("");
        line("### " + named.getKey());
        line("");
        if (named.getValue().has("description")) {
            line(says(named.getValue()));
            line("");
        }
        line("| field | type | meaning |");
        line("|---|---|---|");
        List<String> only = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : named.getValue().get("properties").properties()) {
            if (field.getValue().has("x-signalbox-kept")) {
                only.add("`" + field.getKey() + "`");
            } else {
                line(
                        "| `%s` | %s | %s |"
                                .formatted(
                                        field.getKey(),
                                        type(field.getValue()),
                                        cell(says(field.getValue()))));
            }
        }
        if (!only.isEmpty()) {
            line("");
            line("If they were sent: " + String.join(", ", only) + ".");
        }
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().replaceAll(".*/", "");
            return "[" + name + "](#schema-" + anchor(name) + ")";
        }
        List<String> all = new ArrayList<>();
        if (schema.has("anyOf")) {
            schema.get("anyOf").forEach(one -> all.add(type(one)));
            return String.join(" or ", all);
        }
        JsonNode types = schema.path("type");
        if (types.isTextual()) {
            return type(schema, types.textValue());
        }
        types.forEach(one -> all.add(type(schema, one.textValue())));
        return all.isEmpty() ? "any" : String.join(" or ", all);
    }

    private static String type(JsonNode schema, String type) {
        if (type.equals("array")) {
            return schema.has("items") ? "list of " + type(schema.get("items")) : "list";
        }
        if (type.equals("object") && schema.path("additionalProperties").isObject()) {
            return "map of " + type(schema.get("additionalProperties"));
        }
        if (type.equals("string") && schema.has("enum")) {
            List<String> words = new ArrayList<>();
            for (JsonNode word : schema.get("enum")) {
                if (!word.isNull()) {
                    words.add("`" + word.asText() + "`");
                }
            }
            return String.join(", ", words);
        }
        return type.equals("string") && schema.has("format") ? "time" : type;
    }

    private static String usual(JsonNode schema, boolean required) {
        if (required) {
            return "required";
        }
        return schema.has("default") ? "`" + schema.get("default") + "`" : "–";
    }

    private static String cell(String words) {
        return words.replace("|", "\\|");
    }

    private static String says(JsonNode node) {
        return node.path("description").asText();
    }

    private static String name(JsonNode node) {
        return node.get("name").asText();
    }

    private static String anchor(String words) {
        return words.toLowerCase(Locale.ROOT);
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
