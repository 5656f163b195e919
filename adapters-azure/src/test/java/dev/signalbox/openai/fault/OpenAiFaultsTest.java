package dev.signalbox.openai.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

class OpenAiFaultsTest {

    private final OpenAiFaults faults =
            new OpenAiFaults(() -> List.of("s3cr3t-key", "abc"), new StoppedClock());

    private Fault fault(int status, String body) {
        return fault(status, body, Map.of());
    }

    private Fault fault(int status, String body, Map<String, String> headers) {
        return faults.classify(status, headers::get, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The bodies that Azure, OpenAI and the fronts before them are known to send. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        400|{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}|CONTENT_POLICY
        400|{"error":{"message":"Your request was rejected","code":"content_policy_violation","inner_error":{"code":"ResponsibleAIPolicyViolation"}}}|CONTENT_POLICY
        400|{"error":{"message":"no","code":"contentFilter"}}|CONTENT_POLICY
        400|{"error":{"message":"x","code":null,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}|CONTENT_POLICY
        400|{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}|CONTEXT_TOO_LONG
        400|{"error":{"message":"This model's maximum context length is 128000 tokens.","code":null}}|CONTEXT_TOO_LONG
        400|{"error":{"message":"Input tokens exceed the configured limit of 272000 tokens.","code":"x"}}|CONTEXT_TOO_LONG
        400|{"error":{"message":"Unsupported value: 'stream'","type":"invalid_request_error","param":"stream","code":"unsupported_value"}}|CALLER_ERROR
        400|{"error":{"message":"Unrecognized request argument supplied: x","type":"invalid_request_error","param":null,"code":null}}|CALLER_ERROR
        400|{"error":{"code":"OperationNotSupported","message":"The completion operation does not work with the specified model"}}|CALLER_ERROR
        401|{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}|BAD_CREDENTIAL
        401|{"error":{"code":"Unauthorized","message":"Access denied"}}|BAD_CREDENTIAL
        401|{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}|BAD_CREDENTIAL
        401|{"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect, or have expired."}|BAD_CREDENTIAL
        401|{"error":{"code":"PermissionDenied","message":"The principal lacks the required data action"}}|FORBIDDEN
        403|{"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}}|BAD_CREDENTIAL
        403|{"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}|FORBIDDEN
        404|{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}|MODEL_GONE
        404|{"error":{"code":"404","message":"Resource not found"}}|MODEL_GONE
        404|{"error":{"message":"The model does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}|MODEL_GONE
        408|{"error":{"code":"Timeout","message":"The operation was timeout."}}|TIMEOUT
        431||CALLER_ERROR
        429|{"error":{"code":"429","message":"Requests have exceeded token rate limit. Please retry after 6 seconds."}}|RATE_LIMITED
        429|{"error":{"code":"RateLimitReached","message":"Your requests have exceeded the token rate limit"}}|RATE_LIMITED
        429|{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}|RATE_LIMITED
        429|{"error":{"code":"NoCapacity","message":"The system is currently experiencing high demand"}}|RATE_LIMITED
        429|{"statusCode":429,"message":"Rate limit is exceeded. Try again in 2 seconds."}|RATE_LIMITED
        500|{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}|BROKEN
        500|{"error":{"code":"InternalServerError","message":"Internal server error"}}|BROKEN
        500|{"error":"Internal server error"}|BROKEN
        502|<html>bad gateway</html>|UNAVAILABLE
        503|no healthy upstream|UNAVAILABLE
        503|{"error":{"message":"x","code":"server_error"}}|UNAVAILABLE
        504||TIMEOUT
        529|{"error":{"message":"overloaded"}}|UNAVAILABLE
        307||UNREADABLE
        0|{"error":{"message":"x","type":"server_error","param":null,"code":null}}|BROKEN
        0|{"error":{"message":"x","code":429}}|RATE_LIMITED
        0|{"error":{"message":"x","code":"content_filter"}}|CONTENT_POLICY
        0|{"error":{"message":"x","type":"invalid_request_error"}}|CALLER_ERROR
        0||BROKEN
        200|{"error":{"message":"x","status":503}}|UNAVAILABLE
        """)
    void anErrorMeansWhatItsCodeSaysThenItsWordsThenItsStatus(
            int status, @Nullable String body, Kind kind) {
        Fault fault = fault(status, body == null ? "" : body);

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.message()).isNotBlank();
    }

    @Test
    void whatTheUpstreamSaidIsKept() {
        Fault fault =
                fault(
                        400,
                        "{\"error\":{\"message\":\"grün \\u20ac\",\"type\":\"t\",\"param\":\"p\","
                                + "\"code\":7,\"innererror\":{\"a\": [1, {\"message\":\"inner\"}]}}}");

        assertThat(fault.message()).isEqualTo("grün €");
        assertThat(fault.wording().type()).isEqualTo("t");
        assertThat(fault.wording().param()).isEqualTo("p");
        assertThat(fault.wording().code()).isEqualTo("7");
        assertThat(fault.wording().detail().text())
                .isEqualTo("{\"a\": [1, {\"message\":\"inner\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"said\"}",
                "{\"error\":\"said\",\"code\":null}",
                "{\"statusCode\":429,\"message\":\"said\"}",
                "{\"detail\":\"said\"}",
                "{\"message\":\"said\",\"error\":{\"code\":1}}",
                "{\"error\":{\"message\":\"said\",\"innererror\":null,\"type\":{},\"code\":[",
                "{\"error\":{\"message\":\"said\"",
                "said"
            })
    void aMessageIsFoundInEveryShape(String body) {
        assertThat(fault(429, body).message()).isEqualTo("said");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"error\":null}", "{\"error\":7", "\u0000"})
    void whatCannotBeReadIsSaidInOurWords(String body) {
        assertThat(fault(503, body).message()).isNotBlank().contains("503").doesNotContain("html");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
        retry-after-ms|150|150
        retry-after|1|1000
        retry-after|0|0
        retry-after|1.5|1500
        retry-after|Sun, 01 Mar 2026 12:00:20 GMT|20000
        retry-after|Sun, 01 Mar 2026 11:00:00 GMT|0
        retry-after|86400|86400000
        retry-after|999999999|86400000
        retry-after|-1|-
        retry-after|soon|-
        retry-after-ms|-5|-
        x-ratelimit-reset-tokens|7|7000
        x-ratelimit-reset-requests|6m0s|360000
        x-ratelimit-reset-requests|1h2m3s|3723000
        x-ratelimit-reset-requests|20ms|20
        x-ratelimit-reset-requests|0|-
        x-ratelimit-reset-requests|-1|-
        x-ratelimit-reset-requests|m|-
        """)
    void howLongToWaitIsReadFromTheHeaders(String header, String value, @Nullable Long millis) {
        Fault fault = fault(429, "{}", Map.of(header, value));

        assertThat(fault.retryAfter()).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    @Test
    void theMostExactWordOnWaitingCounts() {
        String body = "{\"error\":{\"message\":\"Please retry after 6 seconds.\"}}";

        assertThat(
                        fault(429, body, Map.of("retry-after-ms", "150", "retry-after", "1"))
                                .retryAfter())
                .isEqualTo(Duration.ofMillis(150));
        assertThat(
                        fault(
                                        429,
                                        body,
                                        Map.of(
                                                "x-ratelimit-reset-requests", "1s",
                                                "x-ratelimit-reset-tokens", "3"))
                                .retryAfter())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(fault(429, body).retryAfter()).isEqualTo(Duration.ofSeconds(6));
        assertThat(fault(400, body).retryAfter()).isNull();
        assertThat(fault(429, "Rate limit is exceeded. Try again in 2 seconds.").retryAfter())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void secretsAreTakenOutOfEverything() {
        Fault fault =
                fault(
                        401,
                        "{\"error\":{\"message\":\"s3cr3t-key s3cr3t-key\",\"type\":\"s3cr3t-key\","
                                + "\"param\":\"s3cr3t-key\",\"code\":\"s3cr3t-key\","
                                + "\"innererror\":{\"x\":\"s3cr3t-key abc\"}}}");

        assertThat(fault.toString()).doesNotContain("s3cr3t-key");
        assertThat(fault.message()).isEqualTo("*** ***");
        assertThat(fault.wording().detail().text())
                .as("a key of three letters hides nothing and would tear words apart")
                .isEqualTo("{\"x\":\"*** abc\"}");
    }

    @Test
    void aMessageWithoutEndIsShortened() {
        assertThat(fault(500, "{\"error\":\"" + "x".repeat(50_000) + "\"}").message())
                .hasSizeLessThan(10_000);
    }

    @Test
    void theNetworksFailuresHaveTheirKinds() {
        UnknownHostException nameless = new UnknownHostException("no.such.host");

        assertThat(faults.unanswered(new ConnectException()).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(faults.unanswered(nameless).message()).contains("name");
        assertThat(faults.unanswered(new SSLHandshakeException("no")).message()).contains("TLS");
        assertThat(faults.unanswered(new EOFException()).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(faults.unanswered(new HttpConnectTimeoutException("late")).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(faults.unanswered(new HttpTimeoutException("late")).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(faults.brokeOff(new HttpTimeoutException("late")).kind())
                .isEqualTo(Kind.TIMEOUT);
        assertThat(faults.brokeOff(new ProtocolException("s3cr3t-key")).toString())
                .contains("UNREADABLE")
                .doesNotContain("s3cr3t-key");
        assertThat(faults.brokeOff(new IOException("reset")).kind()).isEqualTo(Kind.BROKEN);
    }
}
