package dev.signalbox.openai.wire;

import dev.signalbox.openai.connection.Waiting;
import dev.signalbox.openai.connection.Wire;

import java.io.IOException;
import java.net.ProtocolException;

/** Where a body ends, and what of the bytes on a wire is its own. Used by the call's thread. */
abstract sealed class Framing {

    /** Of the rest of a chunk's line, and of the lines behind the last chunk. */
    private static final int MOST_ASIDE = 16 * 1024;

    private boolean over;

    /** A body of so many bytes. */
    static Framing sized(long length) {
        return new Sized(length);
    }

    /** One in pieces that say how long they are. */
    static Framing chunked() {
        return new Chunked();
    }

    /** One that goes on until the connection ends. */
    static Framing untilTheEnd() {
        return new UntilTheEnd();
    }

    /** Whether everything was read. */
    final boolean isOver() {
        return over;
    }

    /** Whether the connection is of use afterwards. */
    boolean isBounded() {
        return true;
    }

    final void end() {
        over = true;
    }

    /**
     * Waits for bytes of the body.
     *
     * @return how many came; -1 behind the last
     * @throws IOException if it breaks off or is late
     */
    abstract int read(Feed feed, byte[] into, int at, int length) throws IOException;

    /** What a body comes from, and how long its next bytes are waited for. */
    record Feed(Wire wire, Waiting waiting) {

        private int read(byte[] into, int at, int length) throws IOException {
            return wire.read(into, at, length, waiting);
        }

        private int readAlong(byte[] into, int at, int length) throws IOException {
            return wire.readAlong(into, at, length, waiting);
        }

        private int next() throws IOException {
            int next = wire.read(waiting);
            if (next < 0) {
                throw new IOException("the connection broke");
            }
            return next;
        }
    }

    private static final class Sized extends Framing {
        private long left;

        private Sized(long length) {
            left = length;
            if (length == 0) {
                end();
            }
        }

        @Override
        int read(Feed feed, byte[] into, int at, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = feed.read(into, at, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException("the connection broke");
            }
            left -= count;
            if (left == 0) {
                end();
            }
            return count;
        }
    }

    private static final class UntilTheEnd extends Framing {

        @Override
        boolean isBounded() {
            return false;
        }

        @Override
        int read(Feed feed, byte[] into, int at, int length) throws IOException {
            int count = isOver() ? -1 : feed.read(into, at, length);
            if (count < 0) {
                end();
            }
            return count;
        }
    }

    private static final class Chunked extends Framing {
        private long left;

        /** Behind a chunk is a line end. It is read with the next one: nobody waits for it. */
        private boolean open;

        @Override
        int read(Feed feed, byte[] into, int at, int length) throws IOException {
            if (left == 0 && !isOver()) {
                if (open) {
                    lineEnd(feed);
                }
                left = size(feed);
                open = true;
                if (left == 0) {
                    skipTrailers(feed);
                    end();
                }
            }
            if (isOver()) {
                return -1;
            }
            // What is framed is read through the wire's own room: the next frame comes with it.
            int count = feed.readAlong(into, at, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException("the connection broke");
            }
            left -= count;
            return count;
        }

        private static void lineEnd(Feed feed) throws IOException {
            int next = feed.next();
            if (next == '\r') {
                next = feed.next();
            }
            if (next != '\n') {
                throw new ProtocolException("a piece is longer than it says");
            }
        }

        private static long size(Feed feed) throws IOException {
            long size = 0;
            int digits = 0;
            int next = feed.next();
            for (int digit = Character.digit(next, 16); digit >= 0; ) {
                size = 16 * size + digit;
                digits++;
                if (digits > 15) {
                    throw new ProtocolException("a piece has no length");
                }
                next = feed.next();
                digit = Character.digit(next, 16);
            }
            if (digits == 0) {
                throw new ProtocolException("a piece has no length");
            }
            // What may stand behind the length means nothing to us.
            for (int aside = 0; next != '\n'; aside++) {
                next = feed.next();
                if (aside > MOST_ASIDE) {
                    throw new ProtocolException("a piece's length has no end");
                }
            }
            return size;
        }

        private static void skipTrailers(Feed feed) throws IOException {
            int inLine = 0;
            for (int count = 0; count < MOST_ASIDE; count++) {
                int next = feed.next();
                if (next == '\n') {
                    if (inLine == 0) {
                        return;
                    }
                    inLine = 0;
                } else if (next != '\r') {
                    inLine++;
                }
            }
            throw new ProtocolException("there is no end behind the last piece");
        }
    }
}
