package dev.signalbox.http.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An error as callers see it, in the one form that all of them have: {@code
 * {"error":{"message","type","param","code"}}}, and beside these four a passport, {@code
 * signalbox}, for programs that want to know more.
 *
 * @param type a word for programs; never empty
 * @param param the field that is meant; null if none is
 * @param code the status, or the upstream's own code
 * @param detail what an upstream said beside it for programs ({@code innererror})
 * @param retryAfter when to come again; null if that is not known
 * @param notes headers beside it
 * @param cause why, in words that stay the same
 */
public record ErrorAnswer(
        int status,
        String message,
        String type,
        @Nullable String param,
        String code,
        @Nullable FreeJson detail,
        @Nullable Duration retryAfter,
        Map<String, String> notes,
        Cause cause) {

    private static final String REFERENCE = "docs/reference/errors.md";
    private static final String SHOULD_RETRY = "x-should-retry";
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 429, 500, 502, 503, 504);
    private static final String ADVICE_TO_PROGRAMMERS = ": enable `";
    private static final JsonFactory JSON = new JsonFactory();

    public ErrorAnswer {
        notes = Map.copyOf(notes);
    }

    /**
     * Why there is an error.
     *
     * @param reason in lower case, with underscores; never changes for the same reason
     */
    public record Cause(String reason, Origin origin) {

        /** As a type is called that stands for it: {@code UnknownKey} is {@code unknown_key}. */
        public static Cause of(Class<?> why) {
            String name = why.getSimpleName();
            return new Cause(
                    name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT),
                    Origin.GATEWAY);
        }
    }

    /** Where an error arose. */
    public enum Origin {
        GATEWAY,
        UPSTREAM
    }

    /** An error of our own: the code is the status. */
    public static ErrorAnswer of(int status, String type, @Nullable String param, String message) {
        return new ErrorAnswer(
                status,
                message,
                type,
                param,
                Integer.toString(status),
                null,
                null,
                Map.of(),
                new Cause(type.replaceAll("_error$", ""), Origin.GATEWAY));
    }

    /** What was sent cannot be read. */
    public static ErrorAnswer unreadable(@Nullable String param, String message) {
        return of(400, "invalid_request_error", param, message);
    }

    /** A body is no proper JSON: what is wrong with it, and where. */
    public static ErrorAnswer notJson(JsonProcessingException failure) {
        JsonLocation at = failure.getLocation();
        String where =
                at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return notJson(flaw(failure) + where);
    }

    /** A body is no proper JSON. */
    public static ErrorAnswer notJson(String why) {
        return unreadable("request_body", "The request body is not valid JSON: " + why);
    }

    private static String flaw(JsonProcessingException failure) {
        if (failure instanceof StreamConstraintsException) {
            return "it is nested too deeply, or has too long a number or name";
        }
        if (failure instanceof JsonEOFException) {
            return "it ends too early";
        }
        String said = failure.getOriginalMessage();
        int advice = said.indexOf(ADVICE_TO_PROGRAMMERS);
        return advice < 0 ? said : said.substring(0, advice);
    }

    /** A field is missing or wrong. */
    public static ErrorAnswer wrongField(String param, String message) {
        return of(422, "invalid_request_error", param, message);
    }

    /** Something broke that nobody foresaw; what, stands in the log under the call's id. */
    public static ErrorAnswer unforeseen() {
        return of(
                500,
                "internal_server_error",
                null,
                "Something went wrong here. The log has more under this request's id.");
    }

    /** The same, to be tried again after {@code wait}. */
    public ErrorAnswer retryAfter(Duration wait) {
        return new ErrorAnswer(status, message, type, param, code, detail, wait, notes, cause);
    }

    /** The same with these headers. */
    public ErrorAnswer noting(Map<String, String> notes) {
        return new ErrorAnswer(
                status, message, type, param, code, detail, retryAfter, notes, cause);
    }

    /** The same for another reason. */
    public ErrorAnswer because(Cause cause) {
        return new ErrorAnswer(
                status, message, type, param, code, detail, retryAfter, notes, cause);
    }

    /** The same, and whoever tries again makes it worse. */
    public ErrorAnswer notToBeTriedAgain() {
        return noting(Map.of(SHOULD_RETRY, "false"));
    }

    /** That wait as callers are told it: rounded up, for who comes too early comes in vain. */
    public static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /**
     * The body, in UTF-8.
     *
     * @param requestId under which the log has more
     */
    public byte[] json(String requestId) {
        return write(requestId, false).getBytes(StandardCharsets.UTF_8);
    }

    /** The body on one line, as the data of an event. */
    public byte[] event(String requestId) {
        return ("event: error\ndata: " + write(requestId, true) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Through characters: what came in may hold half a character, which UTF-8 cannot say. */
    private String write(String requestId, boolean oneLine) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", type);
            json.writeStringField("param", param);
            json.writeStringField("code", code);
            if (detail != null) {
                json.writeFieldName("innererror");
                json.writeRawValue(oneLine ? onOneLine(detail.text()) : detail.text());
            }
            writePassport(json, requestId);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    private void writePassport(JsonGenerator json, String requestId) throws IOException {
        boolean retry =
                WORTH_ANOTHER_TRY.contains(status) && !"false".equals(notes.get(SHOULD_RETRY));
        json.writeObjectFieldStart("signalbox");
        json.writeStringField("reason", cause.reason());
        json.writeStringField("origin", cause.origin().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("retry", retry);
        if (retry && retryAfter != null) {
            json.writeNumberField("retry_after_ms", Math.max(1, retryAfter.toMillis()));
        }
        json.writeStringField("request_id", requestId);
        json.writeStringField("reference", REFERENCE);
        json.writeEndObject();
    }

    /** In JSON a line break can only stand between tokens, where a space does as well. */
    private static String onOneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }
}
