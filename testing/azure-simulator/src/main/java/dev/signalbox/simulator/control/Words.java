package dev.signalbox.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Set;

/** JSON of control calls, read strictly: a word that means nothing is refused. */
final class Words {

    private final ObjectMapper mapper = new ObjectMapper();

    /** An empty object to be filled. */
    ObjectNode object() {
        return mapper.createObjectNode();
    }

    /**
     * The object in a body; an empty body is an empty object.
     *
     * @throws IllegalArgumentException if the body is anything else
     */
    JsonNode read(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? object() : mapper.readTree(body);
            if (!node.isObject()) {
                throw new IllegalArgumentException("the body of a control call is a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be read", e);
        }
    }

    /** The value as text. */
    String write(JsonNode value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written", e);
        }
    }

    /**
     * Makes sure that an object has no other members than these.
     *
     * @throws IllegalArgumentException naming the first that is too much
     */
    static void allow(JsonNode object, Set<String> names) {
        for (Iterator<String> members = object.fieldNames(); members.hasNext(); ) {
            String name = members.next();
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "no member '" + name + "'; there are " + names.stream().sorted().toList());
            }
        }
    }

    /**
     * A number that must be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    static double number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'" + name + "' is a number");
        }
        return value.asDouble();
    }

    /**
     * A whole number, or what holds where none is given.
     *
     * @throws IllegalArgumentException if something else is given
     */
    static long whole(JsonNode object, String name, long otherwise) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + name + "' is a whole number");
        }
        return value.asLong();
    }
}
