package dev.signalbox.openai.reading;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the beginning of a body looks like. */
public enum Looks {
    /** Like too little to say. */
    OPEN,
    /** Like a stream of events. */
    EVENTS,
    /** Like a JSON object. */
    DOCUMENT,
    /** Like something else. */
    NEITHER;

    /**
     * Judged by the bytes: fronts lose the media type, and some hosts send the wrong one.
     *
     * @param ended whether there are no more bytes to come, or to wait for
     * @param declared whether its head says that it is a stream of events
     */
    public static Looks of(byte[] first, int filled, boolean ended, boolean declared) {
        if (filled > 0 && first[0] == '{') {
            return DOCUMENT;
        }
        String text = new String(first, 0, filled, StandardCharsets.UTF_8);
        String begin = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (begin.startsWith("{")) {
            return DOCUMENT;
        }
        if (begin.startsWith(":") || (declared && !begin.isEmpty())) {
            return EVENTS;
        }
        for (String field : List.of("data:", "event:", "id:", "retry:")) {
            if (begin.startsWith(field)) {
                return EVENTS;
            }
            if (!ended && field.startsWith(begin)) {
                return OPEN;
            }
        }
        return !ended && begin.isEmpty() ? OPEN : NEITHER;
    }
}
