package dev.signalbox.conformance;

/**
 * What a client may be able to do, in the order of the table. Public for annotations, of which Java
 * makes proxies elsewhere.
 */
public enum Feature {
    MODELS("lists models"),
    CHAT("chat"),
    CHAT_STREAM("chat, streamed"),
    TOOLS("chat with tools"),
    TOOLS_STREAM("calls of tools, streamed"),
    STRUCTURE("structured output (`json_schema`)"),
    EMBEDDINGS("embeddings"),
    RESPONSE("a response"),
    RESPONSE_STREAM("a response, streamed"),
    RESPONSE_KEPT("a response is looked at and deleted"),
    RESPONSE_NEXT("a response after another (`previous_response_id`)"),
    IMAGES("images"),
    SPEECH("speech"),
    TRANSCRIPTION("transcription"),
    MODERATION("moderation"),
    LONG_PROMPT("a prompt of 1 MB"),
    PARALLEL("64 streams at once"),
    CANCEL("a stream that is left ends Azure's within 2 s"),
    GIVEN_UP("a call that is not waited for any longer ends Azure's within 2 s"),
    RETRY("tries again after 429, as late as it is told"),
    NO_RETRY("does not try again what the gateway has tried again (`x-should-retry`)"),
    CUT("a stream that breaks off"),
    WRONG_KEY("401: wrong key"),
    NOT_ALLOWED("403: model not allowed"),
    UNKNOWN_MODEL("404: no such model"),
    BAD_REQUEST("400: Azure does not like the question"),
    UNPROCESSABLE("422: nothing is asked"),
    FILTERED("400: filtered"),
    RATE_LIMITED("429: the key's limit, with `retry-after`"),
    BROKEN("500: Azure is broken"),
    UNAVAILABLE("503: Azure is unavailable");

    private final String words;

    Feature(String words) {
        this.words = words;
    }

    /** Whether something goes wrong: not whether it works is the question, but what it becomes. */
    boolean isError() {
        return compareTo(CUT) >= 0;
    }

    /** As people read it. */
    String words() {
        return words;
    }
}
