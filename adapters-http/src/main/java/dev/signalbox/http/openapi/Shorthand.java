package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * How types are written in the glosses, {@code type = default | what it means}, so that a field
 * fits on one line. A type is a word of JSON Schema, {@code time}, {@code any}, the name of a
 * schema, {@code enum(a,b)}, {@code map<type>}, {@code type[]} for a list, {@code type?} if it can
 * be null, or {@code type / type} for one of two.
 */
final class Shorthand {

    private static final String MEANS = " | ";
    private static final String DEFAULTS = " = ";
    private static final String EITHER = " / ";
    private static final String MAP = "map<";
    private static final String ENUM = "enum(";

    private Shorthand() {}

    /** The schema that {@code text} is short for. */
    static ObjectNode schema(String text) {
        int bar = text.indexOf(MEANS);
        String head = bar < 0 ? text : text.substring(0, bar);
        int equals = head.indexOf(DEFAULTS);
        ObjectNode schema = type(equals < 0 ? head.strip() : head.substring(0, equals).strip());
        if (equals >= 0) {
            String usual = head.substring(equals + DEFAULTS.length()).strip();
            schema.set("default", Glosses.tree(schema, usual));
        }
        String meaning = meaning(text);
        return meaning == null ? schema : schema.put("description", meaning);
    }

    /** What is said behind the type; null if nothing is. */
    static @Nullable String meaning(String text) {
        int bar = text.indexOf(MEANS);
        return bar < 0 ? null : text.substring(bar + MEANS.length()).strip();
    }

    /** The same schema, for a value that may also be null. */
    static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isTextual()) {
            String type = schema.path("type").textValue();
            schema.putArray("type").add(type).add("null");
            if (schema.get("enum") instanceof ArrayNode words) {
                words.addNull();
            }
        } else if (schema.has("$ref")) {
            ObjectNode reference = Glosses.object();
            reference.set("$ref", schema.remove("$ref"));
            schema.putArray("anyOf").add(reference).addObject().put("type", "null");
        } else if (schema.get("anyOf") instanceof ArrayNode either) {
            either.addObject().put("type", "null");
        }
        return schema;
    }

    private static ObjectNode type(String word) {
        ObjectNode schema = Glosses.object();
        if (word.contains(EITHER) && !isOneMap(word)) {
            ArrayNode either = schema.putArray("anyOf");
            for (String one : word.split(EITHER, -1)) {
                either.add(type(one));
            }
            return schema;
        }
        if (word.endsWith("?")) {
            return nullable(type(word.substring(0, word.length() - 1)));
        }
        if (word.endsWith("[]")) {
            schema.put("type", "array");
            schema.set("items", type(word.substring(0, word.length() - 2)));
            return schema;
        }
        if (word.startsWith(MAP)) {
            schema.put("type", "object");
            schema.set(
                    "additionalProperties", type(word.substring(MAP.length(), word.length() - 1)));
            return schema;
        }
        return simple(schema, word);
    }

    /** What a map may hold may be one of two; that makes it no one of two itself. */
    private static boolean isOneMap(String word) {
        return word.startsWith(MAP) && word.indexOf('>') >= word.length() - 2;
    }

    private static ObjectNode simple(ObjectNode schema, String word) {
        if (word.startsWith(ENUM)) {
            ArrayNode words = schema.put("type", "string").putArray("enum");
            for (String one : word.substring(ENUM.length(), word.length() - 1).split(",", -1)) {
                words.add(one.strip());
            }
            return schema;
        }
        if (word.equals("any")) {
            return schema;
        }
        if (word.equals("time")) {
            return schema.put("type", "string").put("format", "date-time");
        }
        return Character.isUpperCase(word.charAt(0))
                ? schema.put("$ref", "#/components/schemas/" + word)
                : schema.put("type", word);
    }
}
