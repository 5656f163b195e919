package dev.signalbox.simulator.surface;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a body must and may hold. The first thing that is wrong is named, as Azure does. */
public final class Schema {

    private static final int MAX_INPUTS = 2_048;
    private static final int MAX_MESSAGES = 2_048;
    private static final List<String> ROLES =
            List.of("system", "assistant", "user", "function", "tool", "developer");

    private static final Set<String> COMMON =
            Set.of(
                    "model",
                    "user",
                    "stream",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "max_tokens",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "seed");
    private static final Set<String> CHAT =
            Set.of(
                    "messages",
                    "functions",
                    "function_call",
                    "response_format",
                    "data_sources",
                    "dataSources",
                    "top_logprobs",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key",
                    "verbosity",
                    "web_search_options");
    private static final Set<String> COMPLETIONS = Set.of("prompt", "suffix", "echo", "best_of");
    private static final Set<String> EMBEDDINGS =
            Set.of("model", "user", "input", "dimensions", "encoding_format", "input_type");

    private static final LocalDate TOOLS = LocalDate.of(2023, 12, 1);
    private static final LocalDate SEPTEMBER_24 = LocalDate.of(2024, 9, 1);
    private static final LocalDate DECEMBER_24 = LocalDate.of(2024, 12, 1);
    private static final LocalDate JANUARY_25 = LocalDate.of(2025, 1, 1);
    private static final Map<String, LocalDate> SINCE =
            Map.ofEntries(
                    Map.entry("tools", TOOLS),
                    Map.entry("tool_choice", TOOLS),
                    Map.entry("stream_options", SEPTEMBER_24),
                    Map.entry("max_completion_tokens", SEPTEMBER_24),
                    Map.entry("parallel_tool_calls", SEPTEMBER_24),
                    Map.entry("reasoning_effort", DECEMBER_24),
                    Map.entry("store", DECEMBER_24),
                    Map.entry("metadata", DECEMBER_24),
                    Map.entry("user_security_context", DECEMBER_24),
                    Map.entry("prediction", JANUARY_25),
                    Map.entry("modalities", JANUARY_25),
                    Map.entry("audio", JANUARY_25));

    private Schema() {}

    /** The first thing that is wrong with the body for that operation and day; null if nothing. */
    public static @Nullable Complaint firstComplaint(
            JsonNode body, Operation operation, LocalDate day) {
        if (!operation.isSpoken()) {
            // The studio looks for itself.
            return null;
        }
        if (!body.isObject()) {
            return Complaint.invalid(
                    "Invalid type for request body: expected an object.", null, "invalid_type");
        }
        Complaint stranger = stranger(body, operation, day);
        if (stranger != null) {
            return stranger;
        }
        Complaint wrong =
                switch (operation) {
                    case CHAT -> messages(body.path("messages"));
                    case COMPLETIONS -> required(body, "prompt");
                    case EMBEDDINGS -> input(body.path("input"));
                    default -> null;
                };
        return wrong != null ? wrong : options(body);
    }

    private static @Nullable Complaint stranger(JsonNode body, Operation operation, LocalDate day) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known(name, operation, day)) {
                return Complaint.invalid(
                        "Unrecognized request argument supplied: " + name, null, null);
            }
        }
        return null;
    }

    private static boolean known(String name, Operation operation, LocalDate day) {
        if (operation == Operation.EMBEDDINGS) {
            return EMBEDDINGS.contains(name);
        }
        LocalDate since = SINCE.get(name);
        if (since != null) {
            return !day.isBefore(since);
        }
        Set<String> own = operation == Operation.CHAT ? CHAT : COMPLETIONS;
        return COMMON.contains(name) || own.contains(name);
    }

    private static @Nullable Complaint messages(JsonNode messages) {
        if (messages.isMissingNode() || messages.isNull()) {
            return missing("messages");
        }
        if (!messages.isArray()) {
            return type("messages", "an array of objects", messages);
        }
        if (messages.isEmpty()) {
            return Complaint.invalid(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1,"
                            + " but got an empty array instead.",
                    "messages",
                    "empty_array");
        }
        if (messages.size() > MAX_MESSAGES) {
            return Complaint.invalid(
                    "Invalid 'messages': array too long. Expected an array with maximum length "
                            + MAX_MESSAGES
                            + ", but got an array with length "
                            + messages.size()
                            + " instead.",
                    "messages",
                    "array_above_max_length");
        }
        for (int i = 0; i < messages.size(); i++) {
            Complaint wrong = message(messages.get(i), "messages[" + i + "]");
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable Complaint message(JsonNode message, String at) {
        if (!message.isObject()) {
            return type(at, "an object", message);
        }
        JsonNode role = message.path("role");
        if (role.isMissingNode()) {
            return missing(at + ".role");
        }
        if (!ROLES.contains(role.asText())) {
            return Complaint.invalid(
                    "Invalid value: '"
                            + role.asText()
                            + "'. Supported values are: 'system', 'assistant', 'user',"
                            + " 'function', 'tool', and 'developer'.",
                    at + ".role",
                    "invalid_value");
        }
        JsonNode content = message.path("content");
        boolean optional = role.asText().equals("assistant");
        if (content.isMissingNode() && !optional) {
            return missing(at + ".content");
        }
        boolean fits = content.isTextual() || content.isArray() || optional;
        return fits ? null : type(at + ".content", "one of a string or array of objects", content);
    }

    private static @Nullable Complaint input(JsonNode input) {
        if (input.isMissingNode() || input.isNull()) {
            return missing("input");
        }
        if (input.isArray() && (input.isEmpty() || input.size() > MAX_INPUTS)) {
            return Complaint.invalid(
                    "Invalid 'input': expected an array of 1 to "
                            + MAX_INPUTS
                            + " items, but got "
                            + input.size()
                            + ".",
                    "input",
                    "invalid_value");
        }
        boolean fits = input.isTextual() || input.isArray();
        return fits ? null : type("input", "a string or an array", input);
    }

    private static @Nullable Complaint options(JsonNode body) {
        JsonNode stream = body.path("stream");
        if (!absent(stream) && !stream.isBoolean()) {
            return type("stream", "a boolean", stream);
        }
        if (!absent(body.path("stream_options")) && !stream.asBoolean()) {
            return Complaint.invalid(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                    "stream_options",
                    null);
        }
        for (String name : List.of("max_tokens", "max_completion_tokens", "n", "dimensions")) {
            JsonNode count = body.path(name);
            if (!absent(count) && !count.isIntegralNumber()) {
                return type(name, "an integer", count);
            }
            if (!absent(count) && count.asLong() < 1) {
                return Complaint.invalid(
                        "Invalid '"
                                + name
                                + "': integer below minimum value. Expected a value >= 1"
                                + ", but got "
                                + count.asLong()
                                + " instead.",
                        name,
                        "integer_below_min_value");
            }
        }
        JsonNode temperature = body.path("temperature");
        boolean fits =
                absent(temperature)
                        || (temperature.isNumber()
                                && temperature.asDouble() >= 0
                                && temperature.asDouble() <= 2);
        return fits
                ? null
                : Complaint.invalid(
                        "Invalid 'temperature': expected a number from 0 to 2.",
                        "temperature",
                        "invalid_value");
    }

    private static @Nullable Complaint required(JsonNode body, String name) {
        return absent(body.path(name)) ? missing(name) : null;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Complaint missing(String name) {
        return Complaint.invalid(
                "Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
    }

    private static Complaint type(String name, String expected, JsonNode got) {
        String kind = got.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        return Complaint.invalid(
                "Invalid type for '"
                        + name
                        + "': expected "
                        + expected
                        + ", but got "
                        + kind
                        + " instead.",
                name,
                "invalid_type");
    }
}
