package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads and writes what administrators send and get. Bodies may have {@code #} comments and
 * trailing commas, as well-known examples have; everything else is taken strictly. Safe for many
 * threads.
 */
public final class AdminJson {

    /** Half of what can be written, so that whatever is kept can also be shown within answers. */
    private static final int DEEPEST = StreamWriteConstraints.DEFAULT_MAX_DEPTH / 2;

    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .build())
                    .enable(
                            JsonReadFeature.ALLOW_YAML_COMMENTS,
                            JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final int maxBodyBytes;

    /**
     * @param maxBodyBytes the longest body that is read
     */
    public AdminJson(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Reads a body; an empty one is an empty object. */
    public Checked<Form> read(Exchange exchange, FieldNames names) {
        return switch (exchange.body(maxBodyBytes)) {
            case Checked.Bad<RequestBody> bad -> Checked.bad(bad.answer());
            case Checked.Good<RequestBody> good -> {
                try (RequestBody body = good.value()) {
                    yield tree(body.bytes())
                            .then(names::check)
                            .map(tree -> new Form(tree, names, this));
                }
            }
        };
    }

    /** A part of a body. */
    Form form(ObjectNode part, FieldNames names) {
        return switch (names.check(part)) {
            case Checked.Good<ObjectNode> good -> new Form(good.value(), names, this);
            case Checked.Bad<ObjectNode> bad -> throw new Form.Wrong(bad.answer());
        };
    }

    /** Answers with what was found or done, or with what is wrong. */
    public <T extends JsonNode> void answer(Exchange exchange, Checked<T> answer) {
        switch (answer) {
            case Checked.Bad<T> bad -> exchange.fail(bad.answer());
            // Half characters, which UTF-8 cannot say, become question marks.
            case Checked.Good<T> good ->
                    exchange.answer(200, good.value().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What was kept before, with the fields that were sent in it; null takes a field out. */
    public FreeJson merged(FreeJson before, Map<String, JsonNode> sent) {
        ObjectNode kept = tree(before);
        sent.forEach(
                (name, value) -> {
                    if (value.isNull()) {
                        kept.remove(name);
                    } else {
                        kept.set(name, value);
                    }
                });
        return new FreeJson(kept.toString());
    }

    /** An empty object, to be filled. */
    public ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** What was kept, as a tree. */
    public ObjectNode tree(FreeJson kept) {
        try {
            return (ObjectNode) mapper.readTree(kept.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept was written here, as an object", e);
        }
    }

    private Checked<ObjectNode> tree(byte[] body) {
        try {
            JsonNode tree = body.length == 0 ? object() : mapper.readTree(body);
            if (tree instanceof ObjectNode object) {
                return Checked.good(object);
            }
            return tree.isMissingNode()
                    ? Checked.good(object())
                    : unreadable("an object was expected");
        } catch (JsonProcessingException e) {
            return Checked.bad(ErrorAnswer.notJson(e));
        } catch (IOException e) {
            return unreadable("it is not UTF-8");
        }
    }

    private static <T> Checked<T> unreadable(String why) {
        return Checked.bad(ErrorAnswer.notJson(why));
    }
}
