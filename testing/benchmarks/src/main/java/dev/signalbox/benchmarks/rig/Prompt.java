package dev.signalbox.benchmarks.rig;

import java.nio.charset.StandardCharsets;

/**
 * What is asked.
 *
 * @param bytes how long the user's text is
 * @param streamed whether the answer shall come event by event
 */
public record Prompt(int bytes, boolean streamed) {

    private static final String WORDS =
            "The signalman looks at the board, sets the points and pulls the lever for the train. ";

    /** The body as it is sent to whoever knows that model. */
    byte[] body(String model) {
        String text = WORDS.repeat(bytes / WORDS.length() + 1).substring(0, bytes);
        String body =
                """
                {"model":"%s","messages":[{"role":"system","content":"Answer briefly."},\
                {"role":"user","content":"%s"}],"user":"usha","stream":%s}"""
                        .formatted(model, text, streamed);
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
