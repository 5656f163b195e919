package dev.signalbox.http.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * JSON that somebody answered, read leniently: what is missing is empty, and nothing fails. All
 * texts are fit for a terminal.
 */
public final class JsonView {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final JsonNode node;

    private JsonView(JsonNode node) {
        this.node = node;
    }

    /** What {@code text} says; nothing at all if it is no JSON. */
    public static JsonView of(String text) {
        try {
            return new JsonView(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return new JsonView(MissingNode.getInstance());
        }
    }

    /** A member. */
    public JsonView at(String name) {
        return new JsonView(node.path(name));
    }

    /** The first of several members that is there. */
    public JsonView firstOf(String... names) {
        return Stream.of(names)
                .map(this::at)
                .filter(view -> !view.isEmpty())
                .findFirst()
                .orElse(new JsonView(MissingNode.getInstance()));
    }

    /** The items of a list; none if it is no list. */
    public List<JsonView> items() {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).map(JsonView::new).toList()
                : List.of();
    }

    /** The names of an object's members; none if it is no object. */
    public List<String> names() {
        return node.properties().stream().map(member -> clean(member.getKey())).toList();
    }

    /** Whether there is nothing, or null. */
    public boolean isEmpty() {
        return node.isMissingNode() || node.isNull();
    }

    /** Whether it is true. */
    public boolean isTrue() {
        return node.asBoolean(false);
    }

    /** Whether it is false, and said so. */
    public boolean isFalse() {
        return node.isBoolean() && !node.booleanValue();
    }

    /** A number; {@code otherwise} if it is none. */
    public long number(long otherwise) {
        return node.asLong(otherwise);
    }

    /** An amount, exactly; zero if it is no number. */
    public BigDecimal decimal() {
        return node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
    }

    /** A text or a number as it stands, anything else as JSON; empty if there is nothing. */
    public String text() {
        if (isEmpty()) {
            return "";
        }
        return clean(node.isValueNode() ? node.asText() : node.toString());
    }

    /** The same as {@link #text}. */
    @Override
    public String toString() {
        return text();
    }

    /** What a terminal would obey is not shown to it. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
