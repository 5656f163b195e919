package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.Step;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;

/** Answers that say no, or not now, as Azure and what stands in front of it say it. */
public enum StatusFault implements Scenario {
    CONTENT_FILTER("F17", "content-filter", at -> AzureErrors.filtered("content_filter_result")),
    CONTENT_FILTER_PLURAL(
            "F17B", "content-filter-plural", at -> AzureErrors.filtered("content_filter_results")),
    CONTENT_FILTER_BARE("F17C", "content-filter-bare", at -> AzureErrors.filtered(null)),
    CONTEXT_LENGTH("F18", "context-length", at -> AzureErrors.contextTooLong(128_000, 192_041)),
    CONTEXT_LENGTH_GPT_5(
            "F18B", "context-length-gpt-5", at -> AzureErrors.inputTooLong(272_000, 300_123)),
    UNSUPPORTED_PARAMETER(
            "F19",
            "unsupported-parameter",
            at ->
                    invalid(
                            "Unsupported parameter: 'max_tokens' is not supported with this model."
                                    + " Use 'max_completion_tokens' instead.",
                            "max_tokens",
                            "unsupported_parameter")),
    UNSUPPORTED_VALUE(
            "F19B",
            "unsupported-value",
            at ->
                    invalid(
                            "Unsupported value: 'stream' does not support true with this model."
                                    + " Supported values are: false.",
                            "stream",
                            "unsupported_value")),
    UNRECOGNIZED_ARGUMENT(
            "F19C",
            "unrecognized-argument",
            at ->
                    AzureErrors.error(
                            400,
                            "Unrecognized request argument supplied: surprise",
                            "invalid_request_error",
                            null,
                            null)),
    INVALID_KEY("F20", "invalid-key", at -> AzureErrors.badKey()),
    INVALID_KEY_WORD(
            "F20B",
            "invalid-key-word",
            at ->
                    AzureErrors.coded(
                            401,
                            "Unauthorized",
                            "Access denied due to invalid subscription key or wrong API endpoint.")),
    FLAT_401(
            "F21",
            "flat-401",
            at ->
                    AzureErrors.flat(
                            401,
                            "Access denied due to missing subscription key. Make sure to include"
                                    + " subscription key when making requests to an API.")),
    EXPIRED_TOKEN("F22", "expired-token", at -> AzureErrors.badToken()),
    FIREWALL("F23", "firewall", at -> AzureErrors.firewall()),
    KEYS_DISABLED("F23B", "keys-disabled", at -> AzureErrors.keysDisabled()),
    PUBLIC_ACCESS_DISABLED(
            "F23C",
            "public-access-disabled",
            at ->
                    AzureErrors.coded(
                            403,
                            "403",
                            "Public access is disabled. Please configure private endpoint.")),
    PERMISSION_DENIED(
            "F23D",
            "permission-denied",
            at ->
                    AzureErrors.coded(
                            401,
                            "PermissionDenied",
                            "The principal lacks the required data action"
                                    + " `Microsoft.CognitiveServices/accounts/OpenAI/deployments/"
                                    + "chat/completions/action` to perform this operation.")),
    DEPLOYMENT_NOT_FOUND("F24", "deployment-not-found", at -> AzureErrors.noDeployment()),
    RESOURCE_NOT_FOUND("F25", "resource-not-found", at -> AzureErrors.noResource()),
    TIMEOUT("F26", "timeout-408", at -> AzureErrors.timeout()),
    RATE_LIMIT("F27", "rate-limit-retry-after-1", at -> limited(at, "1").with("retry-after", "1")),
    RATE_LIMIT_REACHED(
            "F27B",
            "rate-limit-reached",
            at ->
                    AzureErrors.coded(
                                    429,
                                    "RateLimitReached",
                                    "Your requests to gpt-4o for gpt-4o in Sweden Central have"
                                            + " exceeded the token rate limit for your current"
                                            + " AIServices S0 pricing tier. Please retry after 45"
                                            + " seconds.")
                            .with("retry-after", "45")),
    RATE_LIMIT_FLAT(
            "F27C",
            "rate-limit-flat",
            at ->
                    AzureErrors.flat(429, "Rate limit is exceeded. Try again in 2 seconds.")
                            .with("retry-after", "2")),
    RATE_LIMIT_MILLIS(
            "F28",
            "rate-limit-retry-after-ms-150",
            at -> limited(at, "1").with("retry-after-ms", "150").with("retry-after", "1")),
    RATE_LIMIT_DATE(
            "F29",
            "rate-limit-http-date",
            at -> limited(at, "2").with("retry-after", inSeconds(2))),
    RATE_LIMIT_DAY(
            "F30", "rate-limit-86400", at -> limited(at, "86400").with("retry-after", "86400")),
    RATE_LIMIT_SILENT("F31", "rate-limit-without-headers", at -> limited(at, "6")),
    RATE_LIMIT_NEGATIVE(
            "F31B",
            "rate-limit-minus-one",
            at ->
                    limited(at, "6")
                            .with("retry-after", "-1")
                            .with("x-ratelimit-limit-tokens", "-1")
                            .with("x-ratelimit-remaining-tokens", "-1")
                            .with("x-ratelimit-reset-tokens", "0")),
    NO_CAPACITY(
            "F32",
            "no-capacity",
            at ->
                    AzureErrors.noCapacity()
                            .with("x-ratelimit-remaining-requests", "999")
                            .with("x-ratelimit-remaining-tokens", "119900")),
    PROVISIONED_LIMIT(
            "F32B",
            "provisioned-limit",
            at -> AzureErrors.noCapacity().with("retry-after-ms", "800").with("retry-after", "1")),
    TOO_MANY_HEADERS("F33", "headers-431", at -> AzureErrors.tooManyHeaders()),
    SERVER_ERROR("F34", "server-error", at -> AzureErrors.broken()),
    INTERNAL_ERROR(
            "F34B",
            "internal-server-error",
            at -> AzureErrors.coded(500, "InternalServerError", "Internal server error")),
    BAD_GATEWAY("F35", "bad-gateway-html", at -> html(502, "502 Bad Gateway")),
    UNAVAILABLE_HTML("F35B", "unavailable-html", at -> html(503, "503 Service Unavailable")),
    UNAVAILABLE_TEXT(
            "F35C",
            "unavailable-text",
            at ->
                    Answer.document(
                            503,
                            new Header("content-type", "text/plain"),
                            Piece.of("upstream connect error or disconnect/reset before headers"))),
    GATEWAY_TIMEOUT("F36", "gateway-timeout", at -> html(504, "504 Gateway Time-out")),
    UNAVAILABLE_FOR_GOOD(
            "F37",
            "unavailable-do-not-retry",
            at ->
                    AzureErrors.coded(503, "ServiceUnavailable", "The service is not available.")
                            .with("x-should-retry", "false")),
    REDIRECT(
            "F38",
            "redirect-elsewhere",
            at ->
                    Answer.document(307, new Header("content-type", "text/plain"), Piece.of(""))
                            .with("location", "https://elsewhere.invalid" + at.head().target()));

    private final String id;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a method of this file, without any state
    private final Function<Occasion, Answer> says;

    StatusFault(String id, String title, Function<Occasion, Answer> says) {
        this.id = id;
        this.title = title;
        this.says = says;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public List<Step> steps(Occasion occasion) {
        return occasion.steps(says.apply(occasion));
    }

    private static Answer invalid(String message, String param, String code) {
        return AzureErrors.error(400, message, "invalid_request_error", param, code);
    }

    private static Answer limited(Occasion at, String seconds) {
        return AzureErrors.rateLimited(at.operation(), at.version(), seconds);
    }

    private static Answer html(int status, String title) {
        return Answer.document(
                status,
                new Header("content-type", "text/html"),
                Piece.of(
                        "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n</body>\r\n</html>\r\n"
                                .formatted(title, title)));
    }

    private static String inSeconds(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }
}
