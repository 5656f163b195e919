package dev.signalbox.http;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares a value with a schema. It knows the part of JSON Schema that the document uses; a word
 * that it does not know is a mistake, so that nothing goes unchecked.
 */
final class SchemaCheck {

    private static final Set<String> SAYS_NOTHING = Set.of("description", "default");
    private static final Set<String> KNOWN =
            Set.of(
                    "$ref",
                    "anyOf",
                    "type",
                    "enum",
                    "format",
                    "properties",
                    "required",
                    "items",
                    "additionalProperties");

    private final ApiDescription api;

    SchemaCheck(ApiDescription api) {
        this.api = api;
    }

    /** Everything that does not fit; {@code at} says where the value stands. */
    List<String> flaws(JsonNode schema, JsonNode value, String at) {
        List<String> flaws = new ArrayList<>();
        unknownWords(schema, at).forEach(flaws::add);
        if (schema.has("$ref")) {
            flaws.addAll(flaws(api.resolved(schema), value, at));
            return flaws;
        }
        if (schema.has("anyOf")) {
            List<List<String>> all = new ArrayList<>();
            schema.get("anyOf").forEach(one -> all.add(flaws(one, value, at)));
            if (all.stream().noneMatch(List::isEmpty)) {
                all.forEach(flaws::addAll);
            }
            return flaws;
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            flaws.add(at + " is no " + schema.get("type") + " but " + value);
            return flaws;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            flaws.add(at + " is none of " + schema.get("enum") + " but " + value);
        }
        if (schema.path("format").asText().equals("date-time") && value.isTextual()) {
            checkTime(value.textValue(), at, flaws);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                flaws.addAll(flaws(schema.get("items"), value.get(i), at + "[" + i + "]"));
            }
        }
        if (value.isObject()) {
            checkMembers(schema, value, at, flaws);
        }
        return flaws;
    }

    /** The words of a schema that this does not know. */
    static List<String> unknownWords(JsonNode schema, String at) {
        List<String> unknown = new ArrayList<>();
        schema.fieldNames()
                .forEachRemaining(
                        word -> {
                            if (!KNOWN.contains(word)
                                    && !SAYS_NOTHING.contains(word)
                                    && !word.startsWith("x-")) {
                                unknown.add(at + ": unknown word " + word);
                            }
                        });
        return unknown;
    }

    private void checkMembers(JsonNode schema, JsonNode value, String at, List<String> flaws) {
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                flaws.add(at + "." + name.asText() + " is missing");
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String where = at + "." + member.getKey();
            if (properties.has(member.getKey())) {
                flaws.addAll(flaws(properties.get(member.getKey()), member.getValue(), where));
            } else if (others.isObject()) {
                flaws.addAll(flaws(others, member.getValue(), where));
            } else if (others.isBoolean() && !others.booleanValue()) {
                flaws.add(where + " is not in the document");
            }
        }
    }

    private static boolean hasType(JsonNode types, JsonNode value) {
        if (types.isTextual()) {
            return isA(types.textValue(), value);
        }
        for (JsonNode type : types) {
            if (isA(type.textValue(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new AssertionError("no type of JSON Schema: " + type);
        };
    }

    private static boolean contains(JsonNode words, JsonNode value) {
        for (JsonNode word : words) {
            if (word.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void checkTime(String text, String at, List<String> flaws) {
        try {
            Instant unused = Instant.parse(text);
        } catch (DateTimeParseException e) {
            flaws.add(at + " is no time but " + text);
        }
    }
}
