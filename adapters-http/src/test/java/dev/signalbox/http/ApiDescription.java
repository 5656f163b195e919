package dev.signalbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The document as a running house serves it. */
final class ApiDescription {

    final JsonNode document;
    final List<Operation> operations = new ArrayList<>();

    private ApiDescription(JsonNode document) {
        this.document = document;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(
                        new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue()));
            }
        }
    }

    /** One method of one path. */
    record Operation(String method, String path, JsonNode says) {

        String name() {
            return method + " " + path;
        }

        boolean isPublic() {
            return says.get("security").isEmpty();
        }

        boolean isAlias() {
            return says.has("x-signalbox-alias-of");
        }

        /** What the body must look like; missing if there is none. */
        JsonNode bodySchema() {
            return says.at("/requestBody/content/application~1json/schema");
        }

        /** Whether it is an administrator's form, whose fields are all written down. */
        boolean takesForm() {
            return bodySchema().has("properties");
        }

        /** The path with something in its open place. */
        String pathWith(String variable) {
            return path.replaceAll("\\{[^}]*}", variable);
        }

        private boolean serves(String method, String path) {
            String pattern =
                    Pattern.compile("\\{[^}]*}")
                            .splitAsStream(this.path)
                            .map(Pattern::quote)
                            .reduce((a, b) -> a + ".+" + b)
                            .orElseThrow();
            boolean open = this.path.endsWith("}");
            return this.method.equals(method) && path.matches(open ? pattern + ".+" : pattern);
        }
    }

    static ApiDescription of(RunningHouse house) {
        return new ApiDescription(tree(house.get("/openapi.json").body()));
    }

    static JsonNode tree(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    /** What describes a request; paths without an open place come first. */
    Operation of(String method, String path) {
        return operations.stream()
                .filter(each -> each.method().equals(method) && each.path().equals(path))
                .findFirst()
                .or(() -> operations.stream().filter(each -> each.serves(method, path)).findFirst())
                .orElseThrow(
                        () -> new AssertionError("not in the document: " + method + " " + path));
    }

    /** What {@code $ref} leads to, or the node itself. */
    JsonNode resolved(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        JsonNode target = document.at(node.get("$ref").asText().substring(1));
        if (target.isMissingNode()) {
            throw new AssertionError("leads nowhere: " + node);
        }
        return target;
    }
}
