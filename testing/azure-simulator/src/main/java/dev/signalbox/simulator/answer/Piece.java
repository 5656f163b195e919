package dev.signalbox.simulator.answer;

import java.nio.charset.StandardCharsets;

/**
 * A part of an answer that is sent at once.
 *
 * @param bytes before any framing; nobody changes them
 * @param pauseNanos how long to wait before it is sent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost each event
public record Piece(byte[] bytes, long pauseNanos) {

    /** A text that is sent without waiting. */
    public static Piece of(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** One event of a stream, sent without waiting. */
    public static Piece event(String data) {
        return of("data: " + data + "\n\n");
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same bytes after another wait. */
    public Piece after(long pauseNanos) {
        return new Piece(bytes, pauseNanos);
    }
}
