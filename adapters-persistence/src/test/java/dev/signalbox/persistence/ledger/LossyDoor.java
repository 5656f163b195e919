package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port in front of a database, which loses answers: what was to be committed is, and who wanted
 * that is hung up on before hearing of it.
 */
final class LossyDoor implements AutoCloseable {

    private final DatabaseUrl behind;
    private final ServerSocket door;
    private final AtomicInteger toLose = new AtomicInteger();

    LossyDoor(DatabaseUrl behind) throws IOException {
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

    /** The answers to the next so many commits are lost. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /** How many are still to be lost. */
    int left() {
        return toLose.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void welcome() {
        try {
            while (true) {
                Socket guest = door.accept();
                Socket server = new Socket(behind.host(), behind.port());
                Thread.ofVirtual().start(() -> forth(guest, server));
                Thread.ofVirtual().start(() -> back(server, guest));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void forth(Socket guest, Socket server) {
        try (guest;
                server) {
            long unused = guest.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    private void back(Socket server, Socket guest) {
        byte[] buffer = new byte[1 << 16];
        try (guest;
                server) {
            InputStream in = server.getInputStream();
            OutputStream out = guest.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String said = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                // The server has done it, and says so.
                if (toLose.get() > 0 && said.contains("COMMIT")) {
                    toLose.decrementAndGet();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One of them has gone.
        }
    }
}
