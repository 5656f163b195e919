package dev.signalbox.simulator.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * What will be said, before it has a form.
 *
 * @param finish why it ends: {@code stop} or {@code length}
 * @param id names the answer on the wire
 * @param created in seconds since 1970
 */
record Composition(
        String text,
        String finish,
        int promptTokens,
        int completionTokens,
        String id,
        long created) {

    /** The text in the portions of a stream: words, each with the white space before it. */
    List<String> portions() {
        List<String> portions = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            boolean begins = text.charAt(i) == ' ' && text.charAt(i - 1) != ' ';
            if (begins) {
                portions.add(text.substring(start, i));
                start = i;
            }
        }
        if (start < text.length()) {
            portions.add(text.substring(start));
        }
        return portions;
    }
}
