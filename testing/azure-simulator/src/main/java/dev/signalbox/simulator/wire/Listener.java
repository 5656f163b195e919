package dev.signalbox.simulator.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Accepts connections on one loopback port and serves each on a virtual thread of its own. Safe for
 * many threads: whoever swaps the socket also closes the one that was there.
 */
public final class Listener implements AutoCloseable {

    private static final int BACKLOG = 1_024;

    private final Consumer<Connection> service;
    private final int port;
    private final AtomicReference<Door> open;
    private final AtomicLong accepted = new AtomicLong();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Listener(ServerSocket socket, Consumer<Connection> service) {
        this.service = service;
        this.port = socket.getLocalPort();
        this.open = new AtomicReference<>(acceptFrom(socket));
    }

    /**
     * Binds and begins to accept.
     *
     * @param port 0 for one that is free
     * @param service serves a connection until its end; the connection is closed when it returns
     * @throws UncheckedIOException if the port is taken
     */
    public static Listener start(int port, Consumer<Connection> service) {
        return new Listener(bind(port), service);
    }

    /** Where callers connect to; stays the same for life. */
    public int port() {
        return port;
    }

    /** How many connections were accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int connected() {
        return connections.size();
    }

    /** Refuses connections and closes those that are open, until {@link #admit}. */
    public void refuse() {
        open.get().shut();
        connections.forEach(Connection::close);
    }

    /**
     * Accepts connections again, on the same port. Nothing happens if they are accepted already.
     *
     * @throws UncheckedIOException if somebody has taken the port meanwhile
     */
    public void admit() {
        Door before = open.get();
        if (!before.socket().isClosed()) {
            return;
        }
        Door door = acceptFrom(bind(port));
        if (!open.compareAndSet(before, door)) {
            door.shut();
        }
    }

    @Override
    public void close() {
        refuse();
    }

    private static ServerSocket bind(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private Door acceptFrom(ServerSocket socket) {
        Thread acceptor =
                Thread.ofPlatform()
                        .daemon()
                        .name("simulator-" + port)
                        .start(
                                () -> {
                                    while (!socket.isClosed()) {
                                        accept(socket);
                                    }
                                });
        return new Door(socket, acceptor);
    }

    private void accept(ServerSocket from) {
        try {
            Socket socket = from.accept();
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(accepted.incrementAndGet(), socket);
            connections.add(connection);
            Thread.startVirtualThread(() -> serve(connection));
        } catch (IOException e) {
            // Closed by us, or a caller that left before it was accepted: nothing to serve.
        }
    }

    private void serve(Connection connection) {
        try (connection) {
            service.accept(connection);
            connection.part();
        } finally {
            connections.remove(connection);
        }
    }

    /** A bound socket, and who accepts from it. */
    private record Door(ServerSocket socket, Thread acceptor) {

        /** When this returns, connections are refused: a thread in accept keeps the socket open. */
        void shut() {
            try {
                socket.close();
                acceptor.join();
            } catch (IOException e) {
                // It accepts no more, which is all we wanted.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
