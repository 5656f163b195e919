package dev.signalbox.http.openai.reading;

import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

/** What is wrong with one body; the first thing is the one that is said. Used by one thread. */
final class Flaws {

    private @Nullable ErrorAnswer first;

    /** Something is wrong. */
    void note(ErrorAnswer flaw) {
        if (first == null) {
            first = flaw;
        }
    }

    /** Something about one field is wrong. */
    void refuse(String param, String message) {
        note(ErrorAnswer.unreadable(param, message));
    }

    /** We would read the one, and the upstream perhaps the other. */
    void refuseSecond(String param) {
        refuse(param, "The field " + param + " stands twice in the body.");
    }

    /** The first; null if nothing is wrong. */
    @Nullable ErrorAnswer first() {
        return first;
    }
}
