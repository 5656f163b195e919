package dev.signalbox.http.connection;

import dev.signalbox.application.call.Hangup;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Reads a connection for its own thread, and, while that thread is busy with a call, ahead of it:
 * so the caller's leaving is noticed, and what a caller sends early is kept and not lost. At any
 * time one thread at most reads the socket.
 */
final class LineReader {

    /** How much is kept of what a caller sends ahead, in bytes; then it must wait. */
    private static final int MOST_AHEAD = 64 * 1024;

    private final HelidonSocket socket;
    private final ReentrantLock changing = new ReentrantLock();
    private final Condition changed = changing.newCondition();
    private final Queue<byte[]> ahead = new ArrayDeque<>();
    private int bytesAhead;
    private boolean ended;
    private boolean readingAhead;
    private @Nullable Hangup watched;

    LineReader(HelidonSocket socket) {
        this.socket = socket;
    }

    /**
     * The next piece; null at the end. For the connection's own thread.
     *
     * @throws CloseConnectionException if the connection broke
     */
    byte @Nullable [] next() {
        changing.lock();
        try {
            while (readingAhead && ahead.isEmpty()) {
                changed.await();
            }
            byte[] piece = ahead.poll();
            if (piece != null) {
                bytesAhead -= piece.length;
                return piece;
            }
            if (ended) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted while waiting for a request", e);
        } finally {
            changing.unlock();
        }
        return read();
    }

    /** From now on the caller may be watched; the connection's own thread does not read. */
    void watchFor(Hangup hangup) {
        changing.lock();
        try {
            watched = hangup;
            if (ended) {
                hangup.hangUp();
            }
        } finally {
            changing.unlock();
        }
    }

    /** The connection's own thread may read again. */
    void watchNoMore() {
        changing.lock();
        try {
            watched = null;
        } finally {
            changing.unlock();
        }
    }

    /** Begins to watch, if somebody wants that and nobody does it yet. */
    void watch() {
        changing.lock();
        try {
            if (watched == null || readingAhead || ended || bytesAhead > MOST_AHEAD) {
                return;
            }
            readingAhead = true;
        } finally {
            changing.unlock();
        }
        Thread.ofVirtual().name("watcher").start(this::readAhead);
    }

    private void readAhead() {
        boolean more = true;
        while (more) {
            more = keep(readQuietly());
        }
    }

    /** Keeps what was read ahead; says whether to go on. */
    private boolean keep(byte @Nullable [] piece) {
        Hangup left = null;
        changing.lock();
        try {
            if (piece == null) {
                ended = true;
                left = watched;
                readingAhead = false;
            } else {
                ahead.add(piece);
                bytesAhead += piece.length;
                readingAhead = watched != null && bytesAhead <= MOST_AHEAD;
            }
            changed.signalAll();
            return readingAhead;
        } finally {
            changing.unlock();
            if (left != null) {
                left.hangUp();
            }
        }
    }

    private byte @Nullable [] read() {
        try {
            return socket.get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the caller's connection broke", e);
        }
    }

    /** A connection that breaks while it is watched has ended, whatever broke it. */
    private byte @Nullable [] readQuietly() {
        try {
            return socket.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * What comes in, for the server beneath, which reads whole lines only for the sizes of chunks.
     * It takes them too easily: sizes with signs, no extensions, a caller's own bytes in its
     * complaint, anything behind a chunk. Two readers who disagree about where a body ends are a
     * way to smuggle requests, so all that is strict here. For the connection's own thread.
     */
    static final class Chunks extends DataReader {

        private static final int LONGEST_SIZE = 8;

        private boolean inChunk;
        private boolean behindChunk;
        private boolean behindLast;

        @SuppressWarnings("removal") // It may be extended in no other way.
        Chunks(Supplier<byte[]> source) {
            super(source);
        }

        /**
         * The size of a chunk without its extensions, or the empty line behind the last chunk.
         *
         * @throws RequestException if it is neither
         */
        @Override
        public String readLine() {
            String line = line();
            int extension = line.indexOf(';');
            String size = extension < 0 ? line : line.substring(0, extension).stripTrailing();
            boolean fits = behindLast ? line.isEmpty() : isSize(size);
            if (!fits) {
                throw unframed();
            }
            behindLast = !behindLast && size.chars().allMatch(it -> it == '0');
            inChunk = !behindLast && !line.isEmpty();
            return size;
        }

        private String line() {
            try {
                return super.readLine();
            } catch (IncorrectNewLineException e) {
                throw unframed();
            }
        }

        @Override
        public BufferData readBuffer(int length) {
            BufferData bytes = super.readBuffer(length);
            behindChunk = inChunk;
            inChunk = false;
            return bytes;
        }

        /**
         * Passes over bytes; behind a chunk, over nothing but the end of a line.
         *
         * @throws RequestException if something else stands there
         */
        @Override
        public void skip(int length) {
            boolean ending = behindChunk;
            behindChunk = false;
            if (!ending) {
                super.skip(length);
            } else if (length != 2 || read() != '\r' || read() != '\n') {
                throw unframed();
            }
        }

        private static boolean isSize(String size) {
            return !size.isEmpty()
                    && size.length() <= LONGEST_SIZE
                    && size.chars().allMatch(it -> Character.digit(it, 16) >= 0 && it < 0x80);
        }

        private static RequestException unframed() {
            return RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .status(Status.BAD_REQUEST_400)
                    .setKeepAlive(false)
                    .message("a chunk is not framed as HTTP/1.1 says")
                    .build();
        }
    }
}
