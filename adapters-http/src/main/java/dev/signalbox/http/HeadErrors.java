package dev.signalbox.http;

import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.origin.CallIds;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

import org.jspecify.annotations.Nullable;

import java.util.function.LongSupplier;

/**
 * Words what the server beneath refuses by itself, before a route was found: a head that is no
 * head, or too long. Safe for many threads.
 */
final class HeadErrors implements DirectHandler {

    private final CallIds ids;
    private final String version;
    private final LongSupplier revision;

    HeadErrors(CallIds ids, String version, LongSupplier revision) {
        this.ids = ids;
        this.version = version;
        this.revision = revision;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status proposed,
            ServerResponseHeaders headers,
            @Nullable String message) {
        ErrorAnswer error = error(status(proposed.code(), message));
        String id = ids.name(null);
        return TransportResponse.builder()
                .status(Status.create(error.status()))
                .headers(headers)
                .header(HeaderValues.create(HeaderNames.create("x-request-id"), id))
                .header(HeaderValues.create(HeaderNames.create("x-litellm-call-id"), id))
                .header(HeaderValues.create(HeaderNames.create("x-litellm-version"), version))
                .header(
                        HeaderValues.create(
                                HeaderNames.create("x-signalbox-revision"),
                                Long.toString(revision.getAsLong())))
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .keepAlive(false)
                .entity(error.json(id))
                .build();
    }

    /** The parser of heads has no status of its own for this. */
    private static int status(int proposed, @Nullable String message) {
        return proposed == 400 && "Header size exceeded".equals(message) ? 431 : proposed;
    }

    private static ErrorAnswer error(int status) {
        return switch (status) {
            case 413 -> refused(413, "The request body is too large.");
            case 414 -> refused(414, "The address of the request is too long.");
            case 415 ->
                    refused(415, "A body cannot be compressed here: leave content-encoding out.");
            case 431 -> refused(431, "The headers of the request are too many or too long.");
            case 501 -> refused(501, "That transfer-encoding is not supported.");
            case 505 -> refused(505, "HTTP/1.1 is spoken here, nothing older.");
            case 500 -> ErrorAnswer.unforeseen();
            case 503 ->
                    ErrorAnswer.of(503, "service_unavailable_error", null, "Too busy. Try again.");
            default -> refused(status, "The request is not proper HTTP/1.1.");
        };
    }

    private static ErrorAnswer refused(int status, String message) {
        return ErrorAnswer.of(status, "invalid_request_error", null, message);
    }
}
