package dev.signalbox.http.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** A JSON object that is written member by member. Used by one thread. */
public final class JsonBody {

    private final ObjectNode node = JsonNodeFactory.instance.objectNode();

    /** One without members. */
    public JsonBody() {}

    /** The same, with a text. */
    public JsonBody with(String name, String value) {
        node.put(name, value);
        return this;
    }

    /** The same, with a number. */
    public JsonBody with(String name, long value) {
        node.put(name, value);
        return this;
    }

    /** The same, with yes or no. */
    public JsonBody with(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    /** The same, with a list of texts. */
    public JsonBody with(String name, List<String> values) {
        values.forEach(node.putArray(name)::add);
        return this;
    }

    /** The same, with a list that has one object in it. */
    public JsonBody withOne(String name, JsonBody value) {
        node.putArray(name).add(value.node);
        return this;
    }

    /** Its text. */
    @Override
    public String toString() {
        return node.toString();
    }
}
