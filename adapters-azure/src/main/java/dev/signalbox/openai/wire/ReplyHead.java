package dev.signalbox.openai.wire;

import org.jspecify.annotations.Nullable;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of a reply as RFC 9112 has it: a status, and lines that are looked at when somebody
 * asks. Immutable.
 */
final class ReplyHead {

    /** Digits of a length that fits into a long. */
    private static final int LONGEST_LENGTH = 18;

    private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.ISO_8859_1);
    private static final int STATUS = HTTP_1.length + 2;

    private final byte[] bytes;

    /** Of each line, where it begins, where its colon is, where it ends. */
    private final int[] lines;

    private final int status;

    private ReplyHead(byte[] bytes, int[] lines, int status) {
        this.bytes = bytes;
        this.lines = lines;
        this.status = status;
    }

    /**
     * Reads one.
     *
     * @param bytes with the empty line at the end; handed over
     * @throws ProtocolException if it is none
     */
    static ReplyHead of(byte[] bytes) throws ProtocolException {
        int status = status(bytes);
        int[] lines = new int[3 * 16];
        int count = 0;
        int begin = lineEnd(bytes, 0) + 1;
        int end = lineEnd(bytes, begin);
        while (end > begin && !isEmpty(bytes, begin, end)) {
            int colon = begin;
            while (colon < end && bytes[colon] != ':') {
                colon++;
            }
            // A line that begins with a blank goes on with the one before: nobody sends that today.
            // A blank before the colon would make two names of one, and two lengths of a body.
            if (colon == end
                    || colon == begin
                    || isBlank(bytes[begin])
                    || isBlank(bytes[colon - 1])) {
                throw new ProtocolException("a line of its head is no header");
            }
            if (3 * count == lines.length) {
                lines = Arrays.copyOf(lines, 2 * lines.length);
            }
            lines[3 * count] = begin;
            lines[3 * count + 1] = colon;
            lines[3 * count + 2] = end;
            count++;
            begin = end + 1;
            end = lineEnd(bytes, begin);
        }
        return new ReplyHead(bytes, Arrays.copyOf(lines, 3 * count), status);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isEmpty(byte[] bytes, int begin, int end) {
        return end == begin || (end == begin + 1 && bytes[begin] == '\r');
    }

    private static int status(byte[] bytes) throws ProtocolException {
        boolean spoken =
                bytes.length > STATUS + 3
                        && Arrays.equals(bytes, 0, HTTP_1.length, HTTP_1, 0, HTTP_1.length)
                        && bytes[STATUS - 1] == ' ';
        int status = 0;
        for (int i = STATUS; spoken && i < STATUS + 3; i++) {
            spoken = bytes[i] >= '0' && bytes[i] <= '9';
            status = 10 * status + bytes[i] - '0';
        }
        if (!spoken || status < 100 || bytes[STATUS + 3] > ' ') {
            throw new ProtocolException("it is no answer in HTTP/1.1");
        }
        return status;
    }

    /** As HTTP counts them. */
    int status() {
        return status;
    }

    /**
     * The first value of a header, if there is one.
     *
     * @param name in lower case
     */
    @Nullable String first(String name) {
        int line = find(name, 0);
        return line < 0 ? null : value(line);
    }

    /** Whether the connection may be used again, as far as it says. */
    boolean isLasting() {
        boolean modern = bytes[HTTP_1.length] != '0';
        return modern ? !says("connection", "close") : says("connection", "keep-alive");
    }

    /**
     * Whether somebody on the way may have seen its end elsewhere: it says two lengths, or one in a
     * way that HTTP/1.0 does not know (RFC 9112, 6.1 and 6.3).
     */
    boolean isAmbiguous() {
        return find("transfer-encoding", 0) >= 0
                && (find("content-length", 0) >= 0 || bytes[HTTP_1.length] == '0');
    }

    /** Whether one of the words of a header is that. */
    private boolean says(String name, String word) {
        for (int line = find(name, 0); line >= 0; line = find(name, line + 1)) {
            for (String said : value(line).split(",", -1)) {
                if (said.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * How its body is framed.
     *
     * @throws ProtocolException if that cannot be told
     */
    Framing framing() throws ProtocolException {
        if (status == 204 || status == 304) {
            return Framing.sized(0);
        }
        int coding = find("transfer-encoding", 0);
        if (coding >= 0) {
            if (!value(coding).equalsIgnoreCase("chunked")
                    || find("transfer-encoding", coding + 1) >= 0) {
                throw new ProtocolException("its transfer encoding is not chunked");
            }
            return Framing.chunked();
        }
        int line = find("content-length", 0);
        if (line < 0) {
            return Framing.untilTheEnd();
        }
        String length = value(line);
        for (int other = line; other >= 0; other = find("content-length", other + 1)) {
            if (!value(other).equals(length)) {
                throw new ProtocolException("it says two different lengths");
            }
        }
        return Framing.sized(length(length));
    }

    private static long length(String text) throws ProtocolException {
        boolean digits = !text.isEmpty() && text.length() <= LONGEST_LENGTH;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new ProtocolException("its content length is no number");
        }
        return Long.parseLong(text);
    }

    /** The line from that one on that has the name; -1 if there is none. */
    private int find(String name, int from) {
        for (int line = from; 3 * line < lines.length; line++) {
            int begin = lines[3 * line];
            if (lines[3 * line + 1] - begin == name.length() && isNamed(begin, name)) {
                return line;
            }
        }
        return -1;
    }

    private boolean isNamed(int begin, String name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = bytes[begin + i];
            int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
            if (lower != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(int line) {
        int from = lines[3 * line + 1] + 1;
        int to = lines[3 * line + 2];
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
