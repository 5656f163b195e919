package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Describes one route: who may ask, what is sent, what is answered. */
final class Operations {

    private static final String DESCRIPTION = "description";

    private final Glosses glosses;
    private final Schemas schemas;
    private final Samples samples;

    Operations(Glosses glosses, Schemas schemas) {
        this.glosses = glosses;
        this.schemas = schemas;
        this.samples = new Samples(glosses);
    }

    /** The route, as OpenAPI describes it. */
    ObjectNode describe(Service service) {
        Glosses.Gloss gloss = glosses.of(service);
        JsonNode says = gloss.says();
        ObjectNode operation = Glosses.object();
        operation.putArray("tags").add(says.path("tag").asText("Other"));
        operation.put("summary", service.summary());
        if (says.path("says").isTextual()) {
            operation.put(DESCRIPTION, says.path("says").textValue());
        }
        operation.put("operationId", name(service));
        secure(operation, service.policy());
        if (!gloss.path().equals(service.path())) {
            operation.put("x-signalbox-alias-of", gloss.path());
        }
        ArrayNode parameters = parameters(service, says);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        JsonNode body = body(service, says);
        if (body != null) {
            operation.set("requestBody", body);
        }
        operation.set("responses", responses(service, says));
        operation
                .putArray("x-codeSamples")
                .addObject()
                .put("lang", "Shell")
                .put("label", "curl")
                .put("source", samples.curl(service, says));
        return operation;
    }

    private static String name(Service service) {
        String word = service.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return service.method().toLowerCase(Locale.ROOT) + "_" + (word.isEmpty() ? "root" : word);
    }

    private void secure(ObjectNode operation, Policy policy) {
        ArrayNode ways = operation.putArray("security");
        if (policy != Policy.PUBLIC) {
            glosses.general("securitySchemes")
                    .fieldNames()
                    .forEachRemaining(name -> ways.addObject().putArray(name));
        }
        operation.put("x-signalbox-policy", policy.name().toLowerCase(Locale.ROOT));
        operation.put("x-signalbox-who", who(policy));
    }

    private static String who(Policy policy) {
        return switch (policy) {
            case PUBLIC -> "Anybody; no key is asked for.";
            case CALLER -> "Whoever has a key; what is shown is what they may see.";
            case MANAGER ->
                    "Whoever may change something at all: administrators everything, admins of a"
                            + " team their own team and its keys.";
            case READER -> "Administrators, and viewers who may look at everything.";
            case ADMINISTRATOR ->
                    "Administrators: the master key, or the key of a user who is `proxy_admin`.";
        };
    }

    private ArrayNode parameters(Service service, JsonNode says) {
        ArrayNode all = Glosses.object().putArray("parameters");
        int begin = service.path().indexOf('{');
        if (begin >= 0) {
            String name = service.path().substring(begin + 1, service.path().indexOf('}'));
            put(all, "path", name + "!", glosses.general("variables").path(name).asText("string"));
        }
        put(all, "query", says.path("query"));
        put(all, "header", says.path("header"));
        return all;
    }

    private static void put(ArrayNode all, String where, JsonNode said) {
        for (Map.Entry<String, JsonNode> one : said.properties()) {
            put(all, where, one.getKey(), one.getValue().textValue());
        }
    }

    private static void put(ArrayNode all, String where, String name, String said) {
        boolean required = name.endsWith("!");
        ObjectNode schema = Shorthand.schema(said);
        JsonNode meaning = schema.remove(DESCRIPTION);
        ObjectNode parameter = all.addObject();
        parameter.put("name", required ? name.substring(0, name.length() - 1) : name);
        parameter.put("in", where);
        parameter.put("required", required);
        if (meaning != null) {
            parameter.set(DESCRIPTION, meaning);
        }
        parameter.set("schema", schema);
    }

    private @Nullable JsonNode body(Service service, JsonNode says) {
        FieldNames form = Forms.of(service.path());
        if (form == null && !says.path("asks").isTextual()) {
            return null;
        }
        ObjectNode media = Glosses.object();
        media.set(
                "schema",
                form == null
                        ? Shorthand.schema(says.path("asks").textValue())
                        : schemas.form(form, says));
        if (says.has("example")) {
            media.set("example", says.path("example"));
        }
        ObjectNode body = Glosses.object();
        body.put("required", says.has("needs") || form == null);
        String type = says.path("form").asBoolean() ? "multipart/form-data" : "application/json";
        body.putObject("content").set(type, media);
        return body;
    }

    private ObjectNode responses(Service service, JsonNode says) {
        ObjectNode responses = Glosses.object();
        put(responses, "200", says.path("answer").asText("any | What was asked for."), says);
        for (String status : errors(service, says)) {
            responses.putObject(status).put("$ref", "#/components/responses/Error" + status);
        }
        for (Map.Entry<String, JsonNode> other : says.path("answers").properties()) {
            put(responses, other.getKey(), other.getValue().textValue(), says);
        }
        return responses;
    }

    private static void put(ObjectNode responses, String status, String said, JsonNode says) {
        ObjectNode schema = Shorthand.schema(said);
        JsonNode meaning = schema.remove(DESCRIPTION);
        ObjectNode response = responses.putObject(status);
        response.put(DESCRIPTION, meaning == null ? "Done." : meaning.textValue());
        if (says.path("tagged").asBoolean()) {
            response.putObject("headers")
                    .putObject("ETag")
                    .put("$ref", "#/components/headers/ETag");
        }
        ObjectNode content = response.putObject("content");
        content.putObject(says.path("media").asText("application/json")).set("schema", schema);
        if (says.path("table").asBoolean()) {
            content.putObject("text/csv").putObject("schema").put("type", "string");
        }
        if (says.path("streams").asBoolean()) {
            content.putObject("text/event-stream").putObject("schema").put("type", "string");
        }
    }

    private static Iterable<String> errors(Service service, JsonNode says) {
        TreeSet<String> statuses = new TreeSet<>();
        says.path("errors").forEach(status -> statuses.add(status.asText()));
        if (service.policy() != Policy.PUBLIC) {
            statuses.add("401");
            statuses.add("429");
            statuses.add("503");
        }
        if (service.policy() != Policy.PUBLIC && service.policy() != Policy.CALLER) {
            statuses.add("403");
        }
        if (!service.method().equals("GET")) {
            statuses.add("400");
            statuses.add("413");
            statuses.add("422");
        }
        if (says.has("query")) {
            statuses.add("422");
        }
        return statuses;
    }
}
