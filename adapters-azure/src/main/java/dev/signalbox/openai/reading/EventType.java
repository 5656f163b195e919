package dev.signalbox.openai.reading;

/**
 * What an event says by its {@code type}. Choices of a chat have none; the events of responses, of
 * images and of sound have one each, and no {@code [DONE]} follows the last.
 */
enum EventType {
    /** It has none, or one of which nothing needs to be known. */
    OTHER,
    /** Work has begun; nothing of it is there yet. */
    BEGINS,
    /** A part is whole, and perhaps the last: another picture may follow. */
    ENDS_ONE,
    /** Nothing follows. */
    ENDS,
    /** Nothing follows, for it went wrong. */
    FAILS,
    /** It is an error, whatever it was about. */
    ERROR;

    /** Whether an answer may end behind it. */
    boolean isEnd() {
        return this == ENDS_ONE || this == ENDS || this == FAILS;
    }

    static EventType of(String type) {
        return switch (type) {
            case "response.created", "response.in_progress", "response.queued" -> BEGINS;
            case "image_generation.completed", "image_edit.completed" -> ENDS_ONE;
            case "response.completed",
                    "response.incomplete",
                    "response.cancelled",
                    "transcript.text.done",
                    "speech.audio.done" ->
                    ENDS;
            case "response.failed" -> FAILS;
            case "error" -> ERROR;
            default -> OTHER;
        };
    }
}
