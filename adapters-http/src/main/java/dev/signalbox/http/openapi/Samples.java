package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;

import java.util.Map;

/** Writes what can be pasted into a terminal. */
final class Samples {

    private static final String NEXT = " \\\n  ";

    private final JsonNode variables;

    Samples(Glosses glosses) {
        this.variables = glosses.general("samples");
    }

    /** A request with {@code curl}, for a gateway on this machine. */
    String curl(Service service, JsonNode says) {
        StringBuilder line = new StringBuilder("curl -s ");
        line.append(says.path("streams").asBoolean() ? "-N " : "");
        line.append('"').append(variables.path("base").asText()).append(path(service.path()));
        String query = says.path("ask").asText();
        line.append(query.isEmpty() ? "" : "?" + query).append('"');
        if (service.policy() != Policy.PUBLIC) {
            line.append(NEXT).append("-H \"Authorization: Bearer $SIGNALBOX_API_KEY\"");
        }
        String usual = says.has("example") ? "POST" : "GET";
        if (!service.method().equals(usual)) {
            line.append(NEXT).append("-X ").append(service.method());
        }
        if (says.has("example")) {
            line.append(NEXT).append("-d '").append(spaced(says.path("example"))).append('\'');
        }
        return line.toString();
    }

    private String path(String path) {
        String whole = path;
        for (Map.Entry<String, JsonNode> variable : variables.properties()) {
            whole = whole.replace("{" + variable.getKey() + "}", variable.getValue().asText());
        }
        return whole;
    }

    /** With a space after each comma and colon, as people write it. */
    private static String spaced(JsonNode value) {
        if (value.isObject()) {
            StringBuilder text = new StringBuilder();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                text.append(text.isEmpty() ? "{\"" : ", \"").append(field.getKey());
                text.append("\": ").append(spaced(field.getValue()));
            }
            return text.isEmpty() ? "{}" : text.append('}').toString();
        }
        if (value.isArray()) {
            StringBuilder text = new StringBuilder();
            for (JsonNode element : value) {
                text.append(text.isEmpty() ? "[" : ", ").append(spaced(element));
            }
            return text.isEmpty() ? "[]" : text.append(']').toString();
        }
        return value.toString();
    }
}
