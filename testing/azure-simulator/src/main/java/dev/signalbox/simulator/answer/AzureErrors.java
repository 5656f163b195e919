package dev.signalbox.simulator.answer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.signalbox.simulator.surface.Complaint;
import dev.signalbox.simulator.surface.Operation;

import org.jspecify.annotations.Nullable;

/** What Azure says when it does not answer, word for word as far as it is known. */
public final class AzureErrors {

    private static final String FILTERED =
            "The response was filtered due to the prompt triggering Azure OpenAI's content"
                    + " management policy. Please modify your prompt and retry. To learn more about"
                    + " our content filtering policies please read our documentation:"
                    + " https://go.microsoft.com/fwlink/?linkid=2198766";

    private AzureErrors() {}

    /** The usual form of an error; null members are written as null. */
    public static Answer error(
            int status,
            String message,
            @Nullable String type,
            @Nullable String param,
            @Nullable String code) {
        return Answer.json(
                status,
                "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
                        .formatted(quoted(message), quoted(type), quoted(param), quoted(code)));
    }

    /** The short form, with a code and a message only. */
    public static Answer coded(int status, String code, String message) {
        return Answer.json(
                status,
                "{\"error\":{\"code\":%s,\"message\":%s}}"
                        .formatted(quoted(code), quoted(message)));
    }

    /** The form of a gateway in front of the resource, without {@code error}. */
    public static Answer flat(int status, String message) {
        return Answer.json(
                status, "{\"statusCode\":%d,\"message\":%s}".formatted(status, quoted(message)));
    }

    /** The body breaks a rule. */
    public static Answer complaint(Complaint complaint) {
        return error(
                400, complaint.message(), complaint.type(), complaint.param(), complaint.code());
    }

    /**
     * E1: the prompt was filtered.
     *
     * @param inner how the result is called inside {@code innererror}; null leaves that out
     */
    public static Answer filtered(@Nullable String inner) {
        String detail =
                inner == null
                        ? ""
                        : ",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\",\""
                                + inner
                                + "\":{\"hate\":{\"filtered\":true,\"severity\":\"high\"},"
                                + "\"jailbreak\":{\"filtered\":false,\"detected\":false},"
                                + "\"self_harm\":{\"filtered\":false,\"severity\":\"safe\"},"
                                + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"},"
                                + "\"violence\":{\"filtered\":false,\"severity\":\"low\"}}}";
        return Answer.json(
                        400,
                        "{\"error\":{\"message\":%s,\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400%s}}"
                                .formatted(quoted(FILTERED), detail))
                .because("model_error");
    }

    /** E2: more tokens than the model reads. */
    public static Answer contextTooLong(int context, int asked) {
        return error(
                400,
                "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens. Please reduce the length of the messages."
                        .formatted(context, asked),
                "invalid_request_error",
                "messages",
                "context_length_exceeded");
    }

    /** E2 as the newest models word it. */
    public static Answer inputTooLong(int limit, int asked) {
        return error(
                400,
                "Input tokens exceed the configured limit of %d tokens. Your messages resulted in %d tokens. Please reduce the length of the messages."
                        .formatted(limit, asked),
                "invalid_request_error",
                "messages",
                "context_length_exceeded");
    }

    /** E4: the model cannot do that. */
    public static Answer wrongOperation(Operation operation, String model) {
        return coded(
                400,
                "OperationNotSupported",
                "The %s operation does not work with the specified model, %s. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993."
                        .formatted(operation.word(), model));
    }

    /** E5: not our key. */
    public static Answer badKey() {
        return coded(
                        401,
                        "401",
                        "Access denied due to invalid subscription key or wrong API endpoint. Make"
                                + " sure to provide a valid key for an active subscription and use"
                                + " a correct regional API endpoint for your resource.")
                .because("PermissionDenied");
    }

    /** E6: no token, an old one, or one for somebody else. */
    public static Answer badToken() {
        return flat(
                401,
                "Unauthorized. Access token is missing, invalid, audience is incorrect"
                        + " (https://cognitiveservices.azure.com), or have expired.");
    }

    /** E8: this resource wants tokens. */
    public static Answer keysDisabled() {
        return coded(
                403,
                "AuthenticationTypeDisabled",
                "Key based authentication is disabled for this resource.");
    }

    /** E9: not from there. */
    public static Answer firewall() {
        return coded(403, "403", "Access denied due to Virtual Network/Firewall rules.")
                .with("policy-id", "ThrowExceptionDueToTrafficDenied");
    }

    /** E10: no such deployment. */
    public static Answer noDeployment() {
        return coded(
                404,
                "DeploymentNotFound",
                "The API deployment for this resource does not exist. If you created the deployment"
                        + " within the last 5 minutes, please wait a moment and try again.");
    }

    /** E11: no such path, or no such version. */
    public static Answer noResource() {
        return coded(404, "404", "Resource not found");
    }

    /** E12: it took the model too long. */
    public static Answer timeout() {
        return coded(408, "Timeout", "The operation was timeout.");
    }

    /** E13: more headers than allowed. */
    public static Answer tooManyHeaders() {
        return coded(431, "431", "Request header fields too large: too many custom headers.");
    }

    /** E14: asked too often. */
    public static Answer rateLimited(Operation operation, String version, String seconds) {
        return coded(
                429,
                "429",
                "Requests to the %s Operation under Azure OpenAI API version %s have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after %s seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit."
                        .formatted(operation.id(), version, seconds));
    }

    /** E15: no capacity, whatever the quota says. */
    public static Answer noCapacity() {
        return coded(
                429,
                "NoCapacity",
                "The system is currently experiencing high demand and cannot process your request."
                        + " Your request exceeds the maximum usage size allowed during peak load."
                        + " For improved capacity reliability, consider switching to Provisioned"
                        + " Throughput.");
    }

    /** E17: it broke. */
    public static Answer broken() {
        return error(
                500,
                "The server had an error while processing your request. Sorry about that! (Please"
                        + " include the request ID 00000000-0000-0000-0000-000000000000 in your"
                        + " message.)",
                "server_error",
                null,
                null);
    }

    /** A text as JSON; null as null. */
    public static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
