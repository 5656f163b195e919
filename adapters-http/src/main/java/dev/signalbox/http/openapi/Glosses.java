package dev.signalbox.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.http.surface.Service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What cannot be derived from the code: what routes, fields and answers mean. It stands in three
 * resource files: {@code operations.json}, {@code fields.json} and {@code schemas.json}.
 */
final class Glosses {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode operations;
    private final ObjectNode fields = tree("fields.json");
    private final ObjectNode schemas = tree("schemas.json");
    private final Map<String, Gloss> byRoute = new HashMap<>();

    Glosses() {
        ObjectNode all = tree("operations.json");
        this.operations = all;
        for (Map.Entry<String, JsonNode> entry : all.path("operations").properties()) {
            String route = entry.getKey();
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1);
            byRoute.put(route, new Gloss(entry.getValue(), path));
            for (JsonNode also : entry.getValue().path("also")) {
                byRoute.put(method + " " + also.textValue(), new Gloss(entry.getValue(), path));
            }
        }
    }

    /**
     * What is said of one route.
     *
     * @param path under which it is described; another one than its own if it has several
     */
    record Gloss(JsonNode says, String path) {}

    /** What is said of a route; nothing but its summary if nobody has written anything. */
    Gloss of(Service service) {
        Gloss gloss = byRoute.get(service.method() + " " + service.path());
        return gloss == null ? new Gloss(JSON.createObjectNode(), service.path()) : gloss;
    }

    /** What is said once, for all routes. */
    JsonNode general(String name) {
        return operations.path(name);
    }

    /** What fields of requests mean, unless a route says something else. */
    ObjectNode fields() {
        return fields;
    }

    /** What answers look like. */
    ObjectNode schemas() {
        return schemas;
    }

    /** An empty object, to be filled. */
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A piece of JSON. */
    static JsonNode tree(JsonNode parent, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text + " is not JSON, in " + parent, e);
        }
    }

    /** A resource of this room. */
    static String text(String name) {
        try (InputStream in = Glosses.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " cannot be read", e);
        }
    }

    private static ObjectNode tree(String name) {
        try {
            return (ObjectNode) JSON.readTree(text(name));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the resource " + name + " is not JSON", e);
        }
    }
}
