package dev.signalbox.openai.connection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection, and the bytes that came on it and were not read yet. Used by one call's thread at
 * a time; {@link #close} and {@link #dueAfter} may be called by any.
 */
public final class Wire {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long CLOSED = Long.MIN_VALUE;

    /** Closed, because nothing happened in time. */
    private static final long LATE = CLOSED + 1;

    /** Whoever takes as much at once is served without a detour. */
    private static final int MUCH = 4 * 1024;

    private final Origin origin;
    private final Watch watch;

    /** Beneath TLS, if there is any. */
    private final Socket socket;

    private final long born;

    /** When it is closed unless something happens before, by the watch. */
    private final AtomicLong due = new AtomicLong(NEVER);

    private volatile @Nullable Future<?> sought;

    // The thread that has it.
    private long expected = NEVER;
    private @Nullable InputStream beneath;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private boolean proxied;
    // A question is written before its reply is read, so both have the same room.
    private final Room room = new Room();

    /**
     * Not connected yet.
     *
     * @param socket handed over
     */
    Wire(Origin origin, Watch watch, Socket socket) {
        this.origin = origin;
        this.watch = watch;
        this.socket = socket;
        this.born = watch.now();
        watch.add(this);
    }

    /**
     * It stands.
     *
     * @param talking the socket to read from and to write to
     * @param proxied whether a proxy wants to be told where to go
     */
    void begin(Socket talking, boolean proxied) throws IOException {
        beneath = socket.getInputStream();
        in = talking.getInputStream();
        out = talking.getOutputStream();
        this.proxied = proxied;
    }

    /** Whether a proxy wants to be told where to go. */
    public boolean isProxied() {
        return proxied;
    }

    /** How long it has been there, in nanoseconds. */
    long age() {
        return watch.now() - born;
    }

    /**
     * From now on something must happen within that time, in nanoseconds.
     *
     * @return false: it is closed
     */
    boolean expect(long nanos) {
        long now = watch.now();
        long then = nanos < NEVER - now ? now + nanos : NEVER;
        if (!due.compareAndSet(expected, then)) {
            return false;
        }
        expected = then;
        watch.expect(then);
        return true;
    }

    /** It happened; nobody waits for anything now. */
    void rest() {
        // What is closed stays closed.
        due.compareAndSet(expected, NEVER);
        expected = NEVER;
    }

    /** What its thread waits for instead of bytes; cancelled when it is closed. */
    void seek(@Nullable Future<?> something) {
        sought = something;
        if (something != null && !isOpen()) {
            something.cancel(false);
        }
    }

    /** Whether nobody has closed it here. */
    boolean isOpen() {
        return due.get() > LATE;
    }

    /**
     * Whether nothing came while nobody asked. What came belongs to no question: the next answer
     * would be taken for another call's.
     */
    boolean isQuiet() {
        try {
            return open(beneath).available() == 0 && open(in).available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** When it is due; if it is by now, it is closed. */
    long dueAfter(long now) {
        long seen = due.get();
        if (seen > now) {
            return seen;
        }
        if (seen > LATE && due.compareAndSet(seen, LATE)) {
            close();
        }
        return NEVER;
    }

    /** It was closed because nothing happened in time. */
    public boolean isLate() {
        return due.get() == LATE;
    }

    /** At once, also while its thread reads or writes; what it has not read is lost. */
    public void close() {
        due.updateAndGet(it -> it == LATE ? LATE : CLOSED);
        watch.remove(this);
        origin.forget(this);
        Future<?> waitedFor = sought;
        if (waitedFor != null) {
            waitedFor.cancel(false);
        }
        try {
            // Beneath TLS: nobody waits until a peer that does not read was told goodbye.
            socket.close();
        } catch (IOException e) {
            // Whoever closes it has done with it.
        }
    }

    /**
     * Sends a head and a body, in as few pieces as may be.
     *
     * @param body read, not changed
     * @throws HttpTimeoutException if it cannot be sent in time
     */
    public void send(byte[] head, Iterable<ByteBuffer> body, Waiting waiting) throws IOException {
        await(waiting);
        try {
            OutputStream to = open(out);
            room.clear();
            put(to, head, 0, head.length);
            for (ByteBuffer piece : body) {
                put(to, piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            }
            if (room.count() > 0) {
                to.write(room.bytes(), 0, room.end());
            }
        } catch (IOException e) {
            throw isLate() ? waiting.late() : e;
        } finally {
            room.clear();
            rest();
        }
    }

    private void put(OutputStream to, byte[] bytes, int from, int length) throws IOException {
        int first = room.put(bytes, from, length);
        if (first < length) {
            to.write(room.bytes(), 0, room.end());
            room.clear();
            if (length - first >= room.free()) {
                to.write(bytes, from + first, length - first);
            } else {
                int unused = room.put(bytes, from + first, length - first);
            }
        }
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; -1 behind the last
     * @throws HttpTimeoutException if none came in time
     */
    public int read(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        return room.count() == 0 && length >= MUCH
                ? receive(into, offset, length, waiting)
                : readAlong(into, offset, length, waiting);
    }

    /** The same, and what comes behind those that are wanted is read with them. */
    public int readAlong(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        return room.count() > 0 || fill(waiting) ? room.take(into, offset, length) : -1;
    }

    /** The next byte; waits for it. -1 behind the last. */
    public int read(Waiting waiting) throws IOException {
        return room.count() > 0 || fill(waiting) ? room.take() : -1;
    }

    /** Whether there are bytes that nobody must wait for. */
    public boolean hasMore() {
        return room.count() > 0;
    }

    /**
     * The lines up to an empty one, that one included; waits for it.
     *
     * @return null if the connection ended before the first byte
     * @throws ProtocolException if there are more bytes than {@code most}
     * @throws IOException if it ended later
     */
    public byte @Nullable [] head(int most, Waiting waiting) throws IOException {
        byte[] head = room.takeHead();
        while (head == null) {
            if (room.count() >= most) {
                throw new ProtocolException("the head of its answer is too long");
            }
            if (!fill(waiting)) {
                if (room.count() == 0) {
                    return null;
                }
                throw new IOException("it broke off in the head of its answer");
            }
            head = room.takeHead();
        }
        return head;
    }

    /** Reads on behind what is there; false at the end. */
    private boolean fill(Waiting waiting) throws IOException {
        room.widen();
        int count = receive(room.bytes(), room.end(), room.free(), waiting);
        room.came(Math.max(count, 0));
        return count > 0;
    }

    private int receive(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        await(waiting);
        try {
            return open(in).read(into, offset, length);
        } catch (IOException e) {
            throw isLate() ? waiting.late() : e;
        } finally {
            rest();
        }
    }

    private void await(Waiting waiting) throws IOException {
        long left = waiting.left();
        if (left <= 0 || !expect(left)) {
            throw left <= 0 || isLate() ? waiting.late() : new IOException("closed");
        }
    }

    private static <T> T open(@Nullable T stream) throws IOException {
        if (stream == null) {
            throw new IOException("not connected");
        }
        return stream;
    }
}
