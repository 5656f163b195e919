package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.KeptFields;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What requests and answers look like: the glosses, together with the forms of the code. */
final class Schemas {

    private static final Map<String, KeptFields> KEPT =
            Map.of("team", KeptFields.TEAM, "key", KeptFields.KEY, "user", KeptFields.USER);
    private static final String UNSERVED = " Stored and shown; nothing is limited by it yet.";

    private final Glosses glosses;

    Schemas(Glosses glosses) {
        this.glosses = glosses;
    }

    /** Every schema that has a name; what others only build upon is none. */
    ObjectNode named() {
        ObjectNode all = Glosses.object();
        for (Map.Entry<String, JsonNode> named : glosses.schemas().properties()) {
            if (!named.getValue().path("base").asBoolean()) {
                all.set(named.getKey(), named(named.getValue()));
            }
        }
        return all;
    }

    /**
     * What a form looks like: the fields that mean something first, then those that are only kept.
     *
     * @param says what the glosses say of the route
     */
    ObjectNode form(FieldNames names, JsonNode says) {
        ObjectNode schema = Glosses.object().put("type", "object");
        Set<String> needed = new LinkedHashSet<>();
        says.path("needs").forEach(need -> needed.add(need.textValue()));
        ObjectNode properties = schema.putObject("properties");
        for (String name : inOrder(names.interpreted())) {
            ObjectNode field = Shorthand.schema(said(name, says));
            properties.set(
                    name, mark(name, needed.contains(name) ? field : Shorthand.nullable(field)));
        }
        if (names.kept() != null) {
            names.kept()
                    .types()
                    .forEach(
                            (name, type) ->
                                    properties.set(name, Shorthand.nullable(kept(name, type))));
        }
        if (!needed.isEmpty()) {
            needed.forEach(schema.putArray("required")::add);
        }
        return schema.put("additionalProperties", false);
    }

    /** In the order of the glosses, whatever they do not know at the end. */
    private Set<String> inOrder(Set<String> names) {
        Set<String> ordered = new LinkedHashSet<>();
        glosses.fields().fieldNames().forEachRemaining(ordered::add);
        ordered.retainAll(names);
        ordered.addAll(new TreeSet<>(names));
        return ordered;
    }

    private String said(String name, JsonNode says) {
        JsonNode own = says.path("fields").path(name);
        return (own.isTextual() ? own : glosses.fields().path(name)).asText("any");
    }

    private ObjectNode kept(String name, String type) {
        ObjectNode field = Glosses.object().put("type", type);
        String meaning = Shorthand.meaning(glosses.fields().path(name).asText());
        if (meaning != null) {
            field.put("description", meaning);
        }
        return mark(name, field.put("x-signalbox-kept", true));
    }

    private static ObjectNode mark(String name, ObjectNode field) {
        return KeptFields.promises(name) && field.path("description").isTextual()
                ? field.put("description", field.path("description").textValue() + UNSERVED)
                        .put("x-signalbox-unserved", true)
                : field;
    }

    private ObjectNode named(JsonNode says) {
        ObjectNode schema = Glosses.object().put("type", "object");
        if (says.path("about").isTextual()) {
            schema.put("description", says.path("about").textValue());
        }
        Map<String, Boolean> required = new TreeMap<>();
        ObjectNode properties = schema.putObject("properties");
        collect(says, properties, required);
        ArrayNode names = schema.putArray("required");
        properties
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (required.getOrDefault(name, false)) {
                                names.add(name);
                            }
                        });
        return schema.put("additionalProperties", says.path("open").asBoolean());
    }

    /** Own fields count before those of what it is like, and these before what may be there. */
    private void collect(JsonNode says, ObjectNode properties, Map<String, Boolean> required) {
        for (Map.Entry<String, JsonNode> field : says.path("fields").properties()) {
            boolean optional = field.getKey().endsWith("?");
            String name =
                    optional
                            ? field.getKey().substring(0, field.getKey().length() - 1)
                            : field.getKey();
            if (!properties.has(name)) {
                properties.set(name, Shorthand.schema(field.getValue().textValue()));
                required.put(name, !optional);
            }
        }
        for (JsonNode like : says.path("like")) {
            collect(glosses.schemas().path(like.textValue()), properties, required);
        }
        JsonNode perhaps = says.path("perhaps");
        if (perhaps.isTextual()) {
            collect(glosses.schemas().path(perhaps.textValue()), properties, new TreeMap<>());
        }
        KeptFields kept = KEPT.get(says.path("kept").asText());
        if (kept != null) {
            kept.types().forEach((name, type) -> putKept(properties, name, type));
        }
    }

    private void putKept(ObjectNode properties, String name, String type) {
        if (!properties.has(name)) {
            properties.set(name, kept(name, type));
        }
    }
}
