package dev.signalbox.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Answers each request with pieces that were told beforehand, after a while that was told too. */
final class CannedServer implements AutoCloseable {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final ServerSocket socket;
    private final List<String> pieces;
    private final long pieceGapNanos;
    private final Queue<Long> waitsNanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    CannedServer(long pieceGapNanos, String... pieces) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.pieces = List.of(pieces);
        this.pieceGapNanos = pieceGapNanos;
        Thread.ofVirtual().start(this::accept);
    }

    /** The next request waits that long for its answer; those behind it do not. */
    void stallNext(long nanos) {
        waitsNanos.add(nanos);
    }

    int asked() {
        return asked.get();
    }

    Question question() {
        return Question.post(socket.getLocalPort(), "/x?y", Map.of("a", "b"), BODY);
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = socket.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            caller.setTcpNoDelay(true);
            InputStreamReader letters =
                    new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1);
            BufferedReader in = new BufferedReader(letters);
            OutputStream out = caller.getOutputStream();
            while (in.readLine() != null) {
                skipHeadAndBody(in);
                asked.incrementAndGet();
                Long wait = waitsNanos.poll();
                sleep(wait == null ? 0 : wait);
                for (String piece : pieces) {
                    out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
                    sleep(pieceGapNanos);
                }
            }
        } catch (SocketException e) {
            // The caller has gone.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void skipHeadAndBody(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        for (int i = 0; i < BODY.length; i++) {
            if (in.read() < 0) {
                return;
            }
        }
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
