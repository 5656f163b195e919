package dev.signalbox.application.call.form;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A body as it goes up.
 *
 * @param pieces in arrays, one after the other: each is used up before the next is asked for. Can
 *     be gone through more than once, for the same may be asked again
 * @param length of all of them, in bytes
 */
public record Outgoing(String mediaType, Iterable<ByteBuffer> pieces, long length) {

    private static final String JSON = "application/json";

    /** One of JSON, whose pieces are all there. */
    public static Outgoing ofJson(List<ByteBuffer> pieces) {
        long length = 0;
        for (ByteBuffer piece : pieces) {
            length += piece.remaining();
        }
        return new Outgoing(JSON, pieces, length);
    }
}
