package dev.signalbox.simulator.surface;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a request, in OpenAI's words; always a 400.
 *
 * @param param the member that it is about
 */
public record Complaint(
        String message, @Nullable String type, @Nullable String param, @Nullable String code) {

    private static final String INVALID = "invalid_request_error";

    /** A complaint of the usual type. */
    public static Complaint invalid(String message, @Nullable String param, @Nullable String code) {
        return new Complaint(message, INVALID, param, code);
    }
}
