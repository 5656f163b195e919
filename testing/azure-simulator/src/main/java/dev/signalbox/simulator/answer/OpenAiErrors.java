package dev.signalbox.simulator.answer;

/** What OpenAI itself says where Azure would say something else. */
public final class OpenAiErrors {

    private static final String INVALID = "invalid_request_error";

    private OpenAiErrors() {}

    /** Not our key. The key is not repeated. */
    public static Answer badKey() {
        return AzureErrors.error(
                401,
                "Incorrect API key provided. You can find your API key at"
                        + " https://platform.openai.com/account/api-keys.",
                INVALID,
                null,
                "invalid_api_key");
    }

    /** No such model. */
    public static Answer noModel(String model) {
        return AzureErrors.error(
                404,
                "The model `" + model + "` does not exist or you do not have access to it.",
                INVALID,
                null,
                "model_not_found");
    }

    /** No such path. */
    public static Answer noPath(String method, String path) {
        return AzureErrors.error(
                404, "Invalid URL (" + method + " " + path + ")", INVALID, null, null);
    }

    /** The model cannot do that. */
    public static Answer wrongOperation() {
        return AzureErrors.error(
                404, "This model is not supported by this endpoint.", INVALID, "model", null);
    }
}
