package dev.signalbox.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept connection that is asked one thing after the other in HTTP/1.1. As thin as can be, so
 * that what is measured is the other end. Used by one thread.
 */
final class Line implements AutoCloseable {

    /** The longest that a reply may keep silent, in milliseconds. */
    private static final int PATIENCE_MILLIS = 20_000;

    private static final int OK = 200;
    private static final Ear DEAF = (bytes, at, length) -> {};

    private final Question question;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;

    Line(Question question) throws IOException {
        this.question = question;
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(question.address(), PATIENCE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Hears the body of a reply, piece by piece, as the pieces come. */
    interface Ear {
        void hear(byte[] bytes, int at, int length);
    }

    /** Asks and reads the whole reply. */
    void ask() throws IOException {
        ask(DEAF);
    }

    /** Asks something else on the same connection and reads the whole reply. */
    void ask(Question other) throws IOException {
        ask(other, DEAF);
    }

    /**
     * Asks and reads the reply to its end.
     *
     * @throws IOException if the reply is not a whole answer with status 200
     */
    void ask(Ear ear) throws IOException {
        ask(question, ear);
    }

    private void ask(Question asked, Ear ear) throws IOException {
        out.write(asked.request());
        int status = readStatus();
        long length = -1;
        boolean chunked = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        if (chunked) {
            readChunks(ear);
        } else if (length >= 0) {
            readExactly(length, ear);
        } else {
            throw new ProtocolException("a reply without a length");
        }
        if (status != OK) {
            throw new ProtocolException("status " + status);
        }
    }

    private int readStatus() throws IOException {
        String line = readLine();
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].equals("HTTP/1.1")) {
            throw new ProtocolException("no status line");
        }
        return Integer.parseInt(words[1]);
    }

    private void readChunks(Ear ear) throws IOException {
        int size = chunkSize();
        while (size > 0) {
            readExactly(size, ear);
            expectLineEnd();
            size = chunkSize();
        }
        expectLineEnd();
    }

    private int chunkSize() throws IOException {
        String line = readLine();
        int extension = line.indexOf(';');
        String size = extension < 0 ? line : line.substring(0, extension);
        return Integer.parseInt(size.strip(), 16);
    }

    private void expectLineEnd() throws IOException {
        if (!readLine().isEmpty()) {
            throw new ProtocolException("a chunk that does not end where it should");
        }
    }

    private void readExactly(long length, Ear ear) throws IOException {
        long left = length;
        while (left > 0) {
            fillIfEmpty();
            int piece = (int) Math.min(left, end - at);
            ear.hear(buffer, at, piece);
            at += piece;
            left -= piece;
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            fillIfEmpty();
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.append(new String(buffer, from, at - from, StandardCharsets.ISO_8859_1));
            if (at < end) {
                at++;
                int last = line.length() - 1;
                if (last >= 0 && line.charAt(last) == '\r') {
                    line.setLength(last);
                }
                return line.toString();
            }
        }
    }

    private void fillIfEmpty() throws IOException {
        if (at < end) {
            return;
        }
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        if (end == 0) {
            throw new EOFException("the reply broke off");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
