package dev.signalbox.http.openai.wording;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Refusal.Trail;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.ErrorAnswer;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The words and the status for whatever an upstream did wrong: LiteLLM's. No secret in them. */
public final class FaultErrors {

    private FaultErrors() {}

    /** What a caller is told about an answer of {@code served} that broke off. */
    public static ErrorAnswer brokenOff(ModelName served, Fault fault) {
        return answer(fault, received(served));
    }

    /** What a caller is told whom nobody served, and what was tried for it. */
    public static ErrorAnswer of(Refusal.UpstreamFailed failed) {
        ErrorAnswer answer =
                answer(failed.fault(), received(failed.served()) + tried(failed.trail()));
        // It has been tried again already; a client that does so too multiplies an outage.
        return failed.trail().retries() + failed.trail().fallbacks().size() > 0
                ? answer.notToBeTriedAgain()
                : answer;
    }

    private static String received(ModelName group) {
        return " Received Model Group=" + group;
    }

    private static String tried(Trail trail) {
        StringBuilder words = new StringBuilder("\nAvailable Model Group Fallbacks=");
        words.append(
                trail.fallbacks().isEmpty()
                        ? "None"
                        : trail.fallbacks().stream()
                                .map(name -> "'" + name + "'")
                                .collect(Collectors.joining(", ", "[", "]")));
        if (trail.last() != null) {
            words.append("\nError doing the fallback: ").append(trail.last());
        }
        if (trail.retries() > 0) {
            words.append(" LiteLLM Retried: ")
                    .append(trail.retries())
                    .append(" times, LiteLLM Max Retries: ")
                    .append(trail.mostRetries());
        }
        if (trail.saved()) {
            words.append(
                    " It was not tried again: the group has spent its budget of retries, which"
                            + " keeps an outage from being multiplied.");
        }
        return words.toString();
    }

    private static ErrorAnswer answer(Fault fault, String end) {
        Fault.Wording wording = fault.wording();
        int status = status(fault.kind());
        String code = wording.code() == null ? Integer.toString(status) : wording.code();
        return new ErrorAnswer(
                status,
                name(fault.kind()) + ": " + fault.message() + end,
                type(fault),
                wording.param(),
                code,
                wording.detail(),
                fault.retryAfter(),
                Map.of(),
                new ErrorAnswer.Cause(
                        "upstream_" + fault.kind().name().toLowerCase(Locale.ROOT),
                        ErrorAnswer.Origin.UPSTREAM));
    }

    /** The upstream's own word, if it is one. */
    private static String type(Fault fault) {
        String type = fault.wording().type();
        if (type == null || type.isBlank() || type.equals("None") || type.equals("null")) {
            return type(fault.kind());
        }
        return type;
    }

    private static int status(Fault.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> 429;
            case UNREACHABLE, UNAVAILABLE -> 503;
            case BROKEN -> 500;
            case TIMEOUT -> 408;
            case BAD_CREDENTIAL -> 401;
            case FORBIDDEN -> 403;
            case MODEL_GONE -> 404;
            case CONTEXT_TOO_LONG, CONTENT_POLICY, CALLER_ERROR -> 400;
            case UNREADABLE -> 502;
        };
    }

    private static String type(Fault.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> "throttling_error";
            case UNREACHABLE -> "api_connection_error";
            case UNAVAILABLE -> "service_unavailable_error";
            case BROKEN -> "internal_server_error";
            case TIMEOUT -> "timeout_error";
            case BAD_CREDENTIAL -> "authentication_error";
            case FORBIDDEN -> "permission_denied_error";
            case MODEL_GONE -> "not_found_error";
            case CONTEXT_TOO_LONG, CONTENT_POLICY, CALLER_ERROR -> "invalid_request_error";
            case UNREADABLE -> "bad_gateway_error";
        };
    }

    private static String name(Fault.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> "litellm.RateLimitError";
            case UNREACHABLE -> "litellm.APIConnectionError";
            case UNAVAILABLE -> "litellm.ServiceUnavailableError";
            case BROKEN -> "litellm.InternalServerError";
            case TIMEOUT -> "litellm.Timeout";
            case BAD_CREDENTIAL -> "litellm.AuthenticationError";
            case FORBIDDEN -> "litellm.PermissionDeniedError";
            case MODEL_GONE -> "litellm.NotFoundError";
            case CONTEXT_TOO_LONG -> "litellm.ContextWindowExceededError";
            case CONTENT_POLICY -> "litellm.ContentPolicyViolationError";
            case CALLER_ERROR -> "litellm.BadRequestError";
            case UNREADABLE -> "litellm.BadGatewayError";
        };
    }
}
