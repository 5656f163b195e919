package dev.signalbox.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Somebody who speaks byte by byte; every byte is one Latin-1 character. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private boolean reset;

    Wire(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** A chat as a request of HTTP/1.1, with more header lines if wanted. */
    static String chat(String body, String... headers) {
        StringBuilder text = new StringBuilder();
        text.append("POST ").append(Caller.chatPath(Caller.DEPLOYMENT)).append(" HTTP/1.1\r\n");
        text.append("Host: localhost\r\napi-key: ").append(Caller.KEY).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return text.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reads until the text ends so; fails if the other side stops before. */
    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.length() < end.length()
                || text.indexOf(end, text.length() - end.length()) < 0) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) one);
        }
        return text.toString();
    }

    /** Reads until the other side ends, by closing or by a reset. */
    String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        InputStream in = socket.getInputStream();
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (SocketException e) {
            reset = true;
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the last reading ended by a reset. */
    boolean wasReset() {
        return reset;
    }

    /** The body of a chunked answer, as far as whole chunks or parts of one arrived. */
    static String unchunked(String answer) {
        StringBuilder body = new StringBuilder();
        int at = answer.indexOf("\r\n\r\n") + 4;
        while (at < answer.length()) {
            int line = answer.indexOf("\r\n", at);
            int size = Integer.parseInt(answer.substring(at, line), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(answer, line + 2, Math.min(answer.length(), line + 2 + size));
            at = line + 2 + size + 2;
        }
        return body.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
