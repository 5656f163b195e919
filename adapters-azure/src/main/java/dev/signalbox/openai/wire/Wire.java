package dev.signalbox.openai.wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection, and the bytes that came on it and were not read yet. Used by one call's thread at
 * a time; {@link #close} and {@link #dueAfter} may be called by any.
 */
final class Wire {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long CLOSED = Long.MIN_VALUE;
    private static final int ROOM = 16 * 1024;

    /** Whoever takes as much at once is served without a detour. */
    private static final int MUCH = 4 * 1024;

    private final Origin origin;
    private final Watch watch;
    private final Socket socket;
    private final long born;

    /** When it is closed unless something happens before, by the watch. */
    private final AtomicLong due = new AtomicLong(NEVER);

    private volatile boolean late;

    // The thread that has it.
    private long expected = NEVER;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private boolean proxied;
    // A question is written before its reply is read, so both have the same room.
    private byte[] room = new byte[ROOM];
    private int at;
    private int end;

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

    /** Beneath TLS, if there is any. */
    Socket socket() {
        return socket;
    }

    /**
     * It stands.
     *
     * @param talking the socket to read from and to write to
     * @param proxied whether a proxy wants to be told where to go
     */
    void begin(Socket talking, boolean proxied) throws IOException {
        in = talking.getInputStream();
        out = talking.getOutputStream();
        this.proxied = proxied;
    }

    /** Whether a proxy wants to be told where to go. */
    boolean isProxied() {
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

    /** Whether nobody has closed it here. */
    boolean isOpen() {
        return due.get() != CLOSED;
    }

    /** When it is due; if it is by now, it is closed. */
    long dueAfter(long now) {
        long seen = due.get();
        if (seen > now) {
            return seen;
        }
        if (seen != CLOSED && due.compareAndSet(seen, CLOSED)) {
            late = true;
            close();
        }
        return NEVER;
    }

    /** It was closed because nothing happened in time. */
    boolean isLate() {
        return late;
    }

    /** At once, also while its thread reads or writes; what it has not read is lost. */
    void close() {
        due.set(CLOSED);
        watch.remove(this);
        origin.forget(this);
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
    void send(byte[] head, Iterable<ByteBuffer> body, Waiting waiting) throws IOException {
        await(waiting);
        try {
            OutputStream to = open(out);
            at = 0;
            end = 0;
            put(to, head, 0, head.length);
            for (ByteBuffer piece : body) {
                put(to, piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            }
            to.write(room, 0, end);
        } catch (IOException e) {
            throw late ? overdue(waiting) : e;
        } finally {
            end = 0;
            rest();
        }
    }

    private void put(OutputStream to, byte[] bytes, int from, int length) throws IOException {
        int first = Math.min(length, room.length - end);
        System.arraycopy(bytes, from, room, end, first);
        end += first;
        int left = length - first;
        if (left > 0) {
            to.write(room, 0, end);
            end = 0;
            if (left >= room.length) {
                to.write(bytes, from + first, left);
            } else {
                System.arraycopy(bytes, from + first, room, 0, left);
                end = left;
            }
        }
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; -1 behind the last
     * @throws HttpTimeoutException if none came in time
     */
    int read(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        return at == end && length >= MUCH
                ? receive(into, offset, length, waiting)
                : readAlong(into, offset, length, waiting);
    }

    /** The same, and what comes behind those that are wanted is read with them. */
    int readAlong(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        if (at == end && !fill(waiting)) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(room, at, into, offset, count);
        at += count;
        return count;
    }

    /** The next byte; waits for it. -1 behind the last. */
    int read(Waiting waiting) throws IOException {
        return at < end || fill(waiting) ? room[at++] & 0xff : -1;
    }

    /** Whether there are bytes that nobody must wait for. */
    boolean hasMore() {
        return at < end;
    }

    /**
     * The lines up to an empty one, that one included; waits for it.
     *
     * @return null if the connection ended before the first byte
     * @throws ProtocolException if there are more bytes than {@code most}
     * @throws IOException if it ended later
     */
    byte @Nullable [] head(int most, Waiting waiting) throws IOException {
        int seen = at;
        while (true) {
            int behind = behindHead(seen);
            if (behind > 0) {
                byte[] head = Arrays.copyOfRange(room, at, behind);
                at = behind;
                return head;
            }
            int read = end - at;
            if (read >= most) {
                throw new ProtocolException("the head of its answer is too long");
            }
            if (!fill(waiting)) {
                if (read == 0) {
                    return null;
                }
                throw new IOException("it broke off in the head of its answer");
            }
            // A line end may be split.
            seen = at + Math.max(0, read - 2);
        }
    }

    /** Where the first empty line ends; 0 if there is none. */
    private int behindHead(int from) {
        for (int i = from; i < end; i++) {
            if (room[i] == '\n') {
                int next = i + 1 < end && room[i + 1] == '\r' ? i + 2 : i + 1;
                if (next < end && room[next] == '\n') {
                    return next + 1;
                }
            }
        }
        return 0;
    }

    /** Reads on behind what is there; false at the end. */
    private boolean fill(Waiting waiting) throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
        } else if (end == room.length) {
            if (at > 0) {
                System.arraycopy(room, at, room, 0, end - at);
                end -= at;
                at = 0;
            } else {
                room = Arrays.copyOf(room, 2 * room.length);
            }
        }
        int count = receive(room, end, room.length - end, waiting);
        end += Math.max(count, 0);
        return count > 0;
    }

    private int receive(byte[] into, int offset, int length, Waiting waiting) throws IOException {
        await(waiting);
        try {
            return open(in).read(into, offset, length);
        } catch (IOException e) {
            throw late ? overdue(waiting) : e;
        } finally {
            rest();
        }
    }

    private void await(Waiting waiting) throws IOException {
        long left = waiting.left();
        if (left <= 0 || !expect(left)) {
            throw left <= 0 || late ? overdue(waiting) : new IOException("closed");
        }
    }

    private static HttpTimeoutException overdue(Waiting waiting) {
        return new HttpTimeoutException(waiting.overdue());
    }

    private static <T> T open(@Nullable T stream) throws IOException {
        if (stream == null) {
            throw new IOException("not connected");
        }
        return stream;
    }
}
