package dev.signalbox.bootstrap.running;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A way to a database that can be closed, made slow, and swallow everything without a word. */
final class Detour implements AutoCloseable {

    /** What happens to whoever goes it. */
    enum State {
        OPEN,
        /** Hung up on at once, those under way too. */
        SHUT,
        /** Heard and never answered, those under way too. */
        SILENT,
        /** Every answer comes ten seconds later. */
        SLOW
    }

    private final DatabaseUrl database;
    private final ServerSocket door;
    private final Set<Socket> under = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = State.OPEN;

    Detour(DatabaseUrl database) {
        this.database = database;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::welcome);
    }

    /** The database's URL, this way. */
    String url() {
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        database.user(),
                        URLEncoder.encode(database.password(), StandardCharsets.UTF_8),
                        door.getLocalPort(),
                        database.database());
    }

    /** Where it leads, as the gateway names it. */
    String describe() {
        return "127.0.0.1:" + door.getLocalPort() + "/" + database.database();
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
                case OPEN, SLOW -> {
                    Socket host = new Socket(database.host(), database.port());
                    under.add(host);
                    Thread.ofVirtual().start(() -> carry(visitor, host, false));
                    carry(host, visitor, true);
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
                if (answers && state == State.SLOW && closed.await(10, TimeUnit.SECONDS)) {
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
