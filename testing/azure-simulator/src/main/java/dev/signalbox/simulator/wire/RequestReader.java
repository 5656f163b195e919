package dev.signalbox.simulator.wire;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads requests from one connection, one after the other. Used by the connection's own thread;
 * between {@link #watch} and the next read a second thread does the next read ahead, and the first
 * one waits for it, so that the two never touch the buffer at the same time.
 */
public final class RequestReader {

    private static final int MAX_HEAD = 256 * 1024;
    private static final int MAX_BODY = 128 * 1024 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[8 * 1024];
    private int from;
    private int to;
    private boolean ended;
    private @Nullable Thread watcher;

    public RequestReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next request up to its empty line; null if the caller has closed the connection instead.
     *
     * @throws Malformed if it is not HTTP
     */
    public @Nullable RequestHead head() throws IOException {
        settle();
        int scanned = 0;
        while (true) {
            int end = endOfHead(scanned);
            if (end >= 0) {
                String text =
                        new String(buffer, from, end - from, StandardCharsets.ISO_8859_1).strip();
                from = end;
                return parse(text);
            }
            scanned = Math.max(0, to - from - 3);
            if (to - from > MAX_HEAD) {
                throw new Malformed("a head of more than " + MAX_HEAD + " bytes");
            }
            if (!more()) {
                if (from == to) {
                    return null;
                }
                throw new EOFException("the connection ended inside a head");
            }
        }
    }

    /** The body that belongs to the head just read; empty if there is none. */
    public byte[] body(RequestHead head) throws IOException {
        String encoding = head.header("transfer-encoding");
        if (encoding != null && encoding.equalsIgnoreCase("chunked")) {
            return chunked();
        }
        String length = head.header("content-length");
        return length == null ? new byte[0] : take(size(length, 10));
    }

    /**
     * Reads ahead on another thread, to notice when the caller goes away while we answer. Not done
     * when the next request has begun to arrive: then nothing would end the wait for its rest.
     *
     * @param whenGone runs on that other thread if the connection ends
     */
    public void watch(Runnable whenGone) {
        if (watcher != null || ended || from < to) {
            return;
        }
        watcher =
                Thread.startVirtualThread(
                        () -> {
                            if (!readMore()) {
                                ended = true;
                                whenGone.run();
                            }
                        });
    }

    /**
     * Reads and forgets what still arrives, until the caller closes or a read times out.
     *
     * @param patience how long to wait for a read ahead that is under way
     */
    public void drain(Duration patience) throws InterruptedException {
        Thread reading = watcher;
        if (reading != null && !reading.join(patience)) {
            return;
        }
        watcher = null;
        do {
            from = 0;
            to = 0;
        } while (!ended && readMore());
    }

    private void settle() throws InterruptedIOException {
        Thread reading = watcher;
        if (reading == null) {
            return;
        }
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        watcher = null;
    }

    private boolean more() {
        return !ended && readMore();
    }

    private boolean readMore() {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, to * 2);
        }
        try {
            int count = in.read(buffer, to, buffer.length - to);
            to += Math.max(0, count);
            return count > 0;
        } catch (IOException e) {
            // A reset says the same as an end: nobody is there any more.
            return false;
        }
    }

    private int endOfHead(int offset) {
        for (int i = from + offset; i < to; i++) {
            if (buffer[i] != '\n' || i == from) {
                continue;
            }
            if (buffer[i - 1] == '\n' || (i >= from + 2 && buffer[i - 2] == '\n')) {
                return i + 1;
            }
        }
        return -1;
    }

    private static RequestHead parse(String text) throws Malformed {
        String[] lines = text.split("\r?\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new Malformed("not a request line of HTTP/1.1");
        }
        List<Header> headers = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new Malformed("a header line without a name");
            }
            headers.add(
                    new Header(
                            lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new RequestHead(words[0], words[1], words[2], headers);
    }

    private byte[] chunked() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            int extension = line.indexOf(';');
            int size = size(extension < 0 ? line : line.substring(0, extension), 16);
            if (size == 0) {
                // Trailers say nothing that we look at.
                String trailer = line();
                while (!trailer.isEmpty()) {
                    trailer = line();
                }
                return whole.toByteArray();
            }
            if (whole.size() + size > MAX_BODY) {
                throw new Malformed("a body of more than " + MAX_BODY + " bytes");
            }
            whole.writeBytes(take(size));
            if (!line().isEmpty()) {
                throw new Malformed("a chunk longer than it said");
            }
        }
    }

    private String line() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = from + scanned; i < to; i++) {
                if (buffer[i] == '\n') {
                    String line = new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
                    from = i + 1;
                    return line.strip();
                }
            }
            scanned = to - from;
            requireMore();
        }
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            if (from == to) {
                requireMore();
            }
            int step = Math.min(to - from, length - done);
            System.arraycopy(buffer, from, bytes, done, step);
            from += step;
            done += step;
        }
        return bytes;
    }

    private void requireMore() throws IOException {
        if (to - from > MAX_HEAD) {
            throw new Malformed("a line of more than " + MAX_HEAD + " bytes");
        }
        if (!more()) {
            throw new EOFException("the connection ended inside a body");
        }
    }

    private static int size(String text, int radix) throws Malformed {
        try {
            int size = Integer.parseInt(text.strip(), radix);
            if (size < 0 || size > MAX_BODY) {
                throw new Malformed("a length of " + size + " bytes");
            }
            return size;
        } catch (NumberFormatException e) {
            throw new Malformed("a length that is no number");
        }
    }
}
