package dev.signalbox.openai.connection;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A host, and the connections to it that nobody uses at the moment; the one used last is used
 * first, so that those that are not needed grow old. Safe for many threads.
 */
public final class Origin {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final Habits habits;
    private final Watch watch;
    private final URI address;
    private final String host;
    private final int port;
    private final boolean secure;
    private final Names names;
    private final Proxies proxies;
    private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();

    /**
     * @param address with a scheme and a host; the rest does not matter
     */
    public Origin(URI address, Habits habits, Watch watch) {
        this.habits = habits;
        this.watch = watch;
        this.names = new Names(habits.lookUp());
        this.proxies = habits.proxies().get();
        this.address = address;
        this.secure = address.getScheme().equals("https");
        this.port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        String name = address.getHost();
        this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    /**
     * How connections are made and kept.
     *
     * @param idle how long an unused one is kept
     * @param oldest how old one may be when it is kept
     * @param tls makes them safe; the name of the host is verified whatever it does
     * @param proxies knows the way
     * @param lookUp finds the addresses of hosts
     */
    public record Habits(
            Duration idle,
            Duration oldest,
            Supplier<SSLSocketFactory> tls,
            Supplier<Proxies> proxies,
            LookUp lookUp) {

        /** How the address of a host is found, however long that takes. */
        @FunctionalInterface
        public interface LookUp {

            /**
             * One address of it.
             *
             * @throws UnknownHostException if nobody knows it
             */
            InetAddress find(String host) throws UnknownHostException;
        }

        /**
         * Clouds drop idle connections in silence after some minutes, so we part with them long
         * before; and names come to mean other hosts.
         */
        public static Habits usual() {
            return new Habits(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    // Reads all certificates that are trusted: not before somebody needs them.
                    () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    () -> Proxies.usual(System.getenv()),
                    InetAddress::getByName);
        }
    }

    /** One that was used before; null if there is none. */
    public @Nullable Wire kept() {
        for (Wire wire = idle.pollFirst(); wire != null; wire = idle.pollFirst()) {
            wire.rest();
            if (wire.isOpen() && wire.isQuiet()) {
                return wire;
            }
            wire.close();
        }
        return null;
    }

    /** Its reply was read to the end. */
    public void keep(Wire wire) {
        if (wire.age() > habits.oldest().toNanos() || !wire.expect(habits.idle().toNanos())) {
            wire.close();
        } else {
            idle.addFirst(wire);
            if (!wire.isOpen()) {
                // The watch was between: it found nothing to forget yet.
                forget(wire);
            }
        }
    }

    /** It is closed. */
    void forget(Wire wire) {
        idle.remove(wire);
    }

    /**
     * A new one, connected.
     *
     * @param hold takes it before it is, for the caller may go meanwhile
     * @throws HttpConnectTimeoutException if that takes too long
     * @throws HttpTimeoutException if no time is left for the call itself
     * @throws UnknownHostException if nobody knows the name
     * @throws ConnectException if nobody listens there
     */
    public Wire connect(Hold hold, Waiting waiting) throws IOException {
        long atMost = waiting.connect();
        if (atMost <= 0) {
            throw waiting.late();
        }
        Proxies.Way way = proxies.to(address);
        Proxy proxy = way.proxy();
        Socket socket = proxy.type() == Proxy.Type.SOCKS ? new Socket(proxy) : new Socket();
        Wire wire = new Wire(this, watch, socket);
        hold.take(wire);
        try {
            if (!wire.expect(atMost)) {
                throw new IOException("closed");
            }
            // How long is the watch's business.
            socket.connect(there(proxy, wire));
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            begin(wire, socket, way);
        } catch (IOException e) {
            throw wire.isLate() ? overdue(waiting) : unreached(e);
        }
        wire.rest();
        return wire;
    }

    /** Either the host is slow to connect, or the call had no more time than that. */
    private static IOException overdue(Waiting waiting) {
        return waiting.left() <= 0
                ? waiting.late()
                : new HttpConnectTimeoutException("no connection in time");
    }

    private static IOException unreached(IOException seen) {
        return seen instanceof NoRouteToHostException
                ? (IOException) new ConnectException("no way there").initCause(seen)
                : seen;
    }

    private void begin(Wire wire, Socket socket, Proxies.Way way) throws IOException {
        boolean proxied = way.proxy().type() == Proxy.Type.HTTP;
        wire.begin(socket, proxied && !secure);
        if (secure) {
            if (proxied) {
                tunnel(socket, way);
            }
            wire.begin(secured(socket), false);
        }
    }

    /** What a proxy is shown that is asked in plain text; null if there is none, or nothing. */
    public @Nullable String proxyCredential() {
        return secure ? null : proxies.to(address).credential();
    }

    private InetSocketAddress there(Proxy proxy, Wire wire) throws IOException {
        return switch (proxy.type()) {
            // Names are its business.
            case SOCKS -> InetSocketAddress.createUnresolved(host, port);
            case HTTP -> {
                InetSocketAddress it = (InetSocketAddress) proxy.address();
                yield new InetSocketAddress(names.find(it.getHostString(), wire), it.getPort());
            }
            case DIRECT -> new InetSocketAddress(names.find(host, wire), port);
        };
    }

    /** Byte by byte: what comes behind the proxy's head is TLS already, and not ours to read. */
    private void tunnel(Socket socket, Proxies.Way way) throws IOException {
        String there = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        String shown =
                way.credential() == null ? "" : "Proxy-Authorization: " + way.credential() + "\r\n";
        String ask = "CONNECT " + there + " HTTP/1.1\r\nHost: " + there + "\r\n" + shown + "\r\n";
        socket.getOutputStream().write(ask.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int lineEnds = 0; lineEnds < 2 && head.size() < LONGEST_HEAD; ) {
            int next = in.read();
            if (next < 0) {
                throw new ConnectException("the proxy hangs up");
            }
            head.write(next);
            lineEnds = next == '\n' ? lineEnds + 1 : next == '\r' ? lineEnds : 0;
        }
        if (head.size() == LONGEST_HEAD) {
            throw new ConnectException("the proxy answers without end");
        }
        if (!head.toString(StandardCharsets.ISO_8859_1).matches("(?s)HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new ConnectException("the proxy does not let us through");
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) habits.tls().get().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
