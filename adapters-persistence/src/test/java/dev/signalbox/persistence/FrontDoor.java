package dev.signalbox.persistence;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port in front of a database, that can be closed, can swallow everything, and can answer like a
 * server that is just starting.
 */
final class FrontDoor implements AutoCloseable {

    /** What happens to whoever comes. */
    enum State {
        OPEN,
        /** Hung up on at once, those inside too. */
        SHUT,
        /** Heard and never answered, those inside too. */
        SILENT,
        /** Told that the database system is starting up. */
        STARTING
    }

    private final DatabaseUrl behind;
    private final ServerSocket door;
    private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
    private final AtomicInteger visits = new AtomicInteger();
    private volatile State state = State.OPEN;

    FrontDoor(DatabaseUrl behind) throws IOException {
        this.behind = behind;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::welcome);
    }

    /** The database, by this door. */
    DatabaseUrl url() {
        return new DatabaseUrl(
                "127.0.0.1",
                door.getLocalPort(),
                behind.database(),
                behind.user(),
                behind.password(),
                behind.schema(),
                behind.driver(),
                behind.warnings());
    }

    /** How many have come. */
    int visits() {
        return visits.get();
    }

    void become(State next) {
        state = next;
        if (next == State.SHUT) {
            inside.forEach(FrontDoor::hangUp);
            inside.clear();
        }
    }

    @Override
    public void close() throws IOException {
        become(State.SHUT);
        door.close();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                visits.incrementAndGet();
                Thread.ofVirtual().start(() -> receive(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void receive(Socket visitor) {
        try {
            switch (state) {
                case SHUT -> hangUp(visitor);
                case SILENT -> inside.add(visitor);
                case STARTING -> sayStarting(visitor);
                case OPEN -> letThrough(visitor);
            }
        } catch (IOException e) {
            hangUp(visitor);
        }
    }

    private void letThrough(Socket visitor) throws IOException {
        Socket host = new Socket(behind.host(), behind.port());
        inside.add(visitor);
        inside.add(host);
        Thread.ofVirtual().start(() -> carry(visitor, host));
        carry(host, visitor);
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (state != State.SILENT) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            hangUp(from);
        }
    }

    /** PostgreSQL's own answer, byte by byte. */
    private static void sayStarting(Socket visitor) throws IOException {
        try (visitor) {
            InputStream in = visitor.getInputStream();
            boolean asksForTls = in.readNBytes(8)[5] == (byte) 0xd2;
            if (asksForTls) {
                visitor.getOutputStream().write('N');
                in.readNBytes(8);
            }
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            String text = "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
            fields.write(text.getBytes(StandardCharsets.US_ASCII));
            DataOutputStream out = new DataOutputStream(visitor.getOutputStream());
            out.writeByte('E');
            out.writeInt(fields.size() + 4);
            fields.writeTo(out);
            out.flush();
            visitor.shutdownOutput();
            in.readAllBytes();
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
