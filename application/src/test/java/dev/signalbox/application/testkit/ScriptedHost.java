package dev.signalbox.application.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host on a bare socket that answers as it is told, byte for byte: it can stall, cut, dribble,
 * lie about length and reset. It speaks just enough HTTP/1.1 to know where a request ends. Safe for
 * many threads.
 */
public final class ScriptedHost implements AutoCloseable {

    private static final long WAIT_SECONDS = 10;

    private final ServerSocket listening;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Script> next = new ConcurrentLinkedQueue<>();
    private volatile Script always = exchange -> exchange.reset();

    private ScriptedHost(ServerSocket listening) {
        this.listening = listening;
    }

    /** Listens on a free port of the loopback. */
    public static ScriptedHost start() {
        try {
            ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            ScriptedHost host = new ScriptedHost(listening);
            Thread.ofVirtual().start(host::accept);
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to do with a request that has been read. */
    public interface Script {
        /** An exception closes the connection. */
        void play(Exchange exchange) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param line its first line
     * @param headers the other lines of its head, in order, with their case
     * @param connection which connection brought it, counted from 1
     */
    public record Request(String line, List<String> headers, byte[] body, int connection) {

        /** The value of a header, its name in any case. */
        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(it -> it.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(it -> it.substring(start.length()).strip())
                    .findFirst();
        }

        /** Its body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Plays this for every request for which nothing else was said. */
    public ScriptedHost always(Script script) {
        always = script;
        return this;
    }

    /** Plays this once, before anything said later and before what is played always. */
    public ScriptedHost once(Script script) {
        next.add(script);
        return this;
    }

    /** What it was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections it has seen. */
    public int connections() {
        return connections.get();
    }

    /** Its port on the loopback. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Its address, without a slash at the end. */
    public String address() {
        return "http://127.0.0.1:" + port();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(in, number);
                requests.add(request);
                Script script = next.poll();
                (script == null ? always : script).play(new Exchange(socket, in, request));
            }
        } catch (IOException e) {
            // The peer has gone, or the script says that we have.
        }
    }

    private static Request read(InputStream in, int connection) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        Request bare =
                new Request(head.get(0), head.subList(1, head.size()), new byte[0], connection);
        int length = Integer.parseInt(bare.header("content-length").orElse("0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new Request(bare.line(), bare.headers(), body, connection);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One request and the means to answer it. Used by the script's thread. */
    public static final class Exchange {
        private final Socket socket;
        private final InputStream in;
        private final Request request;

        private Exchange(Socket socket, InputStream in, Request request) {
            this.socket = socket;
            this.in = in;
            this.request = request;
        }

        /** What is to be answered. */
        public Request request() {
            return request;
        }

        /** Sends these bytes at once. */
        public Exchange send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** Sends this text at once. */
        public Exchange send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends one byte after the other, each in a packet of its own. */
        public Exchange dribble(byte[] bytes) throws IOException {
            for (byte each : bytes) {
                send(new byte[] {each});
            }
            return this;
        }

        /** A whole answer with the right length; the connection can be used again. */
        public Exchange answer(int status, String mediaType, byte[] body) throws IOException {
            return send(head(status, mediaType) + "Content-Length: " + body.length + "\r\n\r\n")
                    .send(body);
        }

        /** A whole answer with the right length; the connection can be used again. */
        public Exchange answer(int status, String mediaType, String body) throws IOException {
            return answer(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
        }

        /** Begins an answer that comes in chunks. */
        public Exchange begin(String mediaType) throws IOException {
            return send(head(200, mediaType) + "Transfer-Encoding: chunked\r\n\r\n");
        }

        private static String head(int status, String mediaType) {
            return "HTTP/1.1 " + status + " Said\r\nContent-Type: " + mediaType + "\r\n";
        }

        /** Sends one chunk. */
        public Exchange chunk(byte[] bytes) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes(Integer.toHexString(bytes.length).getBytes(StandardCharsets.UTF_8));
            chunk.writeBytes(new byte[] {'\r', '\n'});
            chunk.writeBytes(bytes);
            chunk.writeBytes(new byte[] {'\r', '\n'});
            return send(chunk.toByteArray());
        }

        /** Sends one chunk. */
        public Exchange chunk(String text) throws IOException {
            return chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Ends an answer that came in chunks. */
        public Exchange end() throws IOException {
            return send("0\r\n\r\n");
        }

        /** Passes on what comes, both ways, until one of them has gone. */
        public void passOn(Socket there) throws IOException {
            Thread back =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            there.getInputStream()
                                                    .transferTo(socket.getOutputStream());
                                        } catch (IOException e) {
                                            // One of them has gone.
                                        }
                                    });
            in.transferTo(there.getOutputStream());
            back.interrupt();
        }

        /** Goes away as a host does that has sent all it wants to send. */
        public void hangUp() throws IOException {
            socket.close();
        }

        /** Breaks the connection. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the peer has gone. */
        public void awaitPeerGone() throws IOException {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
            try {
                while (in.read() >= 0) {
                    continue;
                }
            } catch (SocketException e) {
                // Reset: gone too.
            }
        }

        /** Says and does nothing until then. */
        public Exchange stallUntil(CountDownLatch then) throws IOException {
            try {
                if (!then.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("nobody said to go on");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            return this;
        }
    }
}
