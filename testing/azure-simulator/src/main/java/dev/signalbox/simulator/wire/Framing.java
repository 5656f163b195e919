package dev.signalbox.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts replies into the form of HTTP/1.1. */
public final class Framing {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private Framing() {}

    /** A status line of HTTP/1.1, header lines in their order, and the empty line. */
    public static byte[] head(int status, String reason, List<Header> headers) {
        return head("HTTP/1.1", status, reason, headers);
    }

    /** The same in another version of HTTP. */
    public static byte[] head(String version, int status, String reason, List<Header> headers) {
        StringBuilder text = new StringBuilder(512);
        text.append(version).append(' ').append(status).append(' ').append(reason).append("\r\n");
        for (Header header : headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The bytes as one chunk of a chunked body; not empty, because that would end the body. */
    public static byte[] chunk(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("an empty chunk is the last one");
        }
        byte[] size = Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII);
        return join(size, CRLF, bytes, CRLF);
    }

    /** What ends a chunked body. */
    public static byte[] lastChunk() {
        return LAST_CHUNK.clone();
    }

    /** The pieces, one after the other. */
    public static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            whole.writeBytes(piece);
        }
        return whole.toByteArray();
    }
}
