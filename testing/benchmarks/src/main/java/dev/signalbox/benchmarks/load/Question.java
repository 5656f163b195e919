package dev.signalbox.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request, its bytes made beforehand, so that the one who asks spends no time on it. It goes to
 * a port on loopback: nobody else is ever asked.
 */
public final class Question {

    private final int port;
    private final byte[] request;

    private Question(int port, byte[] request) {
        this.port = port;
        this.request = request;
    }

    /**
     * A POST of a JSON body.
     *
     * @param target path and query
     * @param headers what identifies the caller
     */
    public static Question post(int port, String target, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder("POST " + target + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[first.length + body.length];
        System.arraycopy(first, 0, request, 0, first.length);
        System.arraycopy(body, 0, request, first.length, body.length);
        return new Question(port, request);
    }

    /**
     * A GET.
     *
     * @param target path and query
     * @param headers what identifies the caller
     */
    public static Question get(int port, String target, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        return new Question(port, head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Head and body; not to be changed. */
    byte[] request() {
        return request;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Never the request: a key stands in it. */
    @Override
    public String toString() {
        return "a request of " + request.length + " bytes to port " + port;
    }
}
