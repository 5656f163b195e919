package dev.signalbox.openai.fault;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.openai.reading.Glance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stands in the body of an error, in whichever of its shapes: {@code {"error": {…}}}, {@code
 * {"error": "…"}}, flat, or no JSON at all. Read as far as it goes; a body that breaks off has said
 * something too. Filled once, then only read.
 */
final class ErrorBody {
    private static final int LONGEST_PLAIN_TEXT = 300;

    private final Map<String, String> words = new HashMap<>();

    /** Never fails: what cannot be read says nothing. */
    static ErrorBody in(byte[] body) {
        ErrorBody said = new ErrorBody();
        try (JsonParser parser = Glance.JSON.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                said.readOuter(parser, body);
            } else {
                said.takePlain(body);
            }
        } catch (IOException e) {
            said.takePlain(body);
        }
        return said;
    }

    private void readOuter(JsonParser parser, byte[] body) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("response") && value == JsonToken.START_OBJECT) {
                // Of an event that says that a response has failed.
                readOuter(parser, body);
            } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
                readMembers(parser, body);
            } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
                readMember(parser, "message", body);
            } else {
                readMember(parser, name, body);
            }
        }
    }

    private void readMembers(JsonParser parser, byte[] body) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() != null) {
                readMember(parser, name, body);
            }
        }
    }

    private void readMember(JsonParser parser, String name, byte[] body) throws IOException {
        JsonToken value = parser.currentToken();
        boolean isWord = value.isScalarValue() && value != JsonToken.VALUE_NULL;
        switch (name) {
            case "message", "type", "param", "code", "status", "statusCode" -> {
                if (isWord) {
                    words.put(name, parser.getText());
                }
            }
            case "detail", "error_description" -> {
                if (isWord) {
                    words.putIfAbsent("message", parser.getText());
                }
            }
            case "innererror", "inner_error", "innerError" -> {
                if (value == JsonToken.START_OBJECT) {
                    words.put("innererror", wholeValue(parser, body));
                }
            }
            default -> {}
        }
        parser.skipChildren();
    }

    private static String wholeValue(JsonParser parser, byte[] body) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(body, start, end - start, StandardCharsets.UTF_8);
    }

    /** A front's own words are worth showing if they are short and no page. */
    private void takePlain(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        boolean page = text.startsWith("<") || text.startsWith("{") || text.startsWith("[");
        boolean odd = text.chars().anyMatch(it -> Character.isISOControl(it) || it == 0xFFFD);
        if (!page && !odd && text.length() <= LONGEST_PLAIN_TEXT) {
            words.putIfAbsent("message", text);
        }
    }

    /** The sentence; empty if there is none. */
    String message() {
        return words.getOrDefault("message", "");
    }

    /** The word for the kind of error, if there is one. */
    @Nullable String type() {
        return words.get("type");
    }

    /** The member of the question that is wrong, if one is named. */
    @Nullable String param() {
        return words.get("param");
    }

    /** The upstream's own code, a number as text, if there is one. */
    @Nullable String code() {
        return words.get("code");
    }

    /** The object that stands beside it for programs, as it came, if there is one. */
    @Nullable String detail() {
        return words.get("innererror");
    }

    /** A status named in the body, 400 or more; 0 if there is none. */
    int status() {
        return Stream.of("statusCode", "status", "code")
                .map(name -> words.getOrDefault(name, ""))
                .filter(said -> said.matches("[45][0-9]{2}"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }
}
