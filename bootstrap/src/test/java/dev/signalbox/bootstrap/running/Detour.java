package dev.signalbox.bootstrap.running;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A way to a database or an upstream that can be closed, made slow, and swallow everything without
 * a word.
 */
final class Detour implements AutoCloseable {

    /** What happens to whoever goes it. */
    enum State {
        OPEN,
        /** Hung up on at once, those under way too. */
        SHUT,
        /** Heard and never answered, those under way too. */
        SILENT,
        /** Every piece of an answer comes 300 ms later. */
        LATE(300),
        /** Every answer comes ten seconds later. */
        SLOW(10_000);

        private final long millis;

        State() {
            this(0);
        }

        State(long millis) {
            this.millis = millis;
        }
    }

    private final String host;
    private final int port;

    /** What a database's URL says besides: who asks, and for what. */
    private final String who;

    private final String what;
    private final ServerSocket door;
    private final Set<Socket> under = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = State.OPEN;

    Detour(DatabaseUrl database) {
        this(
                database.host(),
                database.port(),
                database.user()
                        + ":"
                        + URLEncoder.encode(database.password(), StandardCharsets.UTF_8),
                database.database());
    }

    /** To an upstream. */
    Detour(URI upstream) {
        this(upstream.getHost(), upstream.getPort(), "", "");
    }

    private Detour(String host, int port, String who, String what) {
        this.host = host;
        this.port = port;
        this.who = who;
        this.what = what;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::welcome);
    }

    /** The database's URL, this way. */
    String url() {
        return "postgresql://" + who + "@" + describe();
    }

    /** Where it leads, as the gateway names it. */
    String describe() {
        return "127.0.0.1:" + door.getLocalPort() + "/" + what;
    }

    /** The upstream's address, this way. */
    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void become(State next) {
        State before = state;
        state = next;
        // What was swallowed is lost for good, as with a cut cable.
        if (next == State.SHUT || before == State.SILENT) {
            under.forEach(Detour::hangUp);
            under.clear();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        become(State.SHUT);
        door.close();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                Thread.ofVirtual().start(() -> receive(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void receive(Socket visitor) {
        under.add(visitor);
        try {
            switch (state) {
                case SHUT -> hangUp(visitor);
                case SILENT -> under.add(visitor);
                case OPEN, LATE, SLOW -> {
                    Socket there = new Socket(host, port);
                    under.add(there);
                    Thread.ofVirtual().start(() -> carry(visitor, there, false));
                    carry(there, visitor, true);
                }
            }
        } catch (IOException e) {
            hangUp(visitor);
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && closed.await(state.millis, TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (state != State.SILENT) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException | InterruptedException e) {
            hangUp(from);
        } finally {
            under.remove(from);
            under.remove(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
