package dev.signalbox.http.openai.wording;

import dev.signalbox.http.exchange.ErrorAnswer;

/** The words for responses that somebody comes back to. */
public final class ResponseErrors {

    private static final int LONGEST_SHOWN = 64;

    private ResponseErrors() {}

    /** It was not made here, or for somebody else, or where it was made is gone: all the same. */
    public static ErrorAnswer unknown(String id) {
        String shown = id.length() <= LONGEST_SHOWN ? id : id.substring(0, LONGEST_SHOWN) + "...";
        return ErrorAnswer.of(
                404,
                "invalid_request_error",
                "response_id",
                "Response with id '"
                        + shown
                        + "' not found. An id is good for the keys of the team that it was made"
                        + " for, as long as the deployment that made it is configured.");
    }
}
