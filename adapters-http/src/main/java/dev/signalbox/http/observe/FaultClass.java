package dev.signalbox.http.observe;

import dev.signalbox.domain.catalog.Fault;

/**
 * What LiteLLM's metrics call a failure.
 *
 * @param status as its callers see it
 * @param word the name of its class
 */
record FaultClass(String status, String word) {

    static FaultClass of(Fault.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED -> new FaultClass("429", "RateLimitError");
            case UNREACHABLE -> new FaultClass("503", "APIConnectionError");
            case UNAVAILABLE -> new FaultClass("503", "ServiceUnavailableError");
            case BROKEN -> new FaultClass("500", "InternalServerError");
            case TIMEOUT -> new FaultClass("408", "Timeout");
            case BAD_CREDENTIAL -> new FaultClass("401", "AuthenticationError");
            case FORBIDDEN -> new FaultClass("403", "PermissionDeniedError");
            case MODEL_GONE -> new FaultClass("404", "NotFoundError");
            case CONTEXT_TOO_LONG -> new FaultClass("400", "ContextWindowExceededError");
            case CONTENT_POLICY -> new FaultClass("400", "ContentPolicyViolationError");
            case CALLER_ERROR -> new FaultClass("400", "BadRequestError");
            case UNREADABLE -> new FaultClass("502", "BadGatewayError");
        };
    }
}
