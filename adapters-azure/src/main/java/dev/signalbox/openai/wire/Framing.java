package dev.signalbox.openai.wire;

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
    abstract int read(Wire wire, byte[] into, int at, int length, Waiting waiting)
            throws IOException;

    private static final class Sized extends Framing {
        private long left;

        private Sized(long length) {
            left = length;
            if (length == 0) {
                end();
            }
        }

        @Override
        int read(Wire wire, byte[] into, int at, int length, Waiting waiting) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = wire.read(into, at, (int) Math.min(length, left), waiting);
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
        int read(Wire wire, byte[] into, int at, int length, Waiting waiting) throws IOException {
            int count = isOver() ? -1 : wire.read(into, at, length, waiting);
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
        int read(Wire wire, byte[] into, int at, int length, Waiting waiting) throws IOException {
            if (left == 0 && !isOver()) {
                if (open) {
                    lineEnd(wire, waiting);
                }
                left = size(wire, waiting);
                open = true;
                if (left == 0) {
                    skipTrailers(wire, waiting);
                    end();
                }
            }
            if (isOver()) {
                return -1;
            }
            // What is framed is read through the wire's own room: the next frame comes with it.
            int count = wire.readAlong(into, at, (int) Math.min(length, left), waiting);
            if (count < 0) {
                throw new IOException("the connection broke");
            }
            left -= count;
            return count;
        }

        private static void lineEnd(Wire wire, Waiting waiting) throws IOException {
            int next = next(wire, waiting);
            if (next == '\r') {
                next = next(wire, waiting);
            }
            if (next != '\n') {
                throw new ProtocolException("a piece is longer than it says");
            }
        }

        private static long size(Wire wire, Waiting waiting) throws IOException {
            long size = 0;
            int digits = 0;
            int next = next(wire, waiting);
            for (int digit = Character.digit(next, 16); digit >= 0; ) {
                size = 16 * size + digit;
                digits++;
                if (digits > 15) {
                    throw new ProtocolException("a piece has no length");
                }
                next = next(wire, waiting);
                digit = Character.digit(next, 16);
            }
            if (digits == 0) {
                throw new ProtocolException("a piece has no length");
            }
            // What may stand behind the length means nothing to us.
            for (int aside = 0; next != '\n'; aside++) {
                next = next(wire, waiting);
                if (aside > MOST_ASIDE) {
                    throw new ProtocolException("a piece's length has no end");
                }
            }
            return size;
        }

        private static void skipTrailers(Wire wire, Waiting waiting) throws IOException {
            int inLine = 0;
            for (int count = 0; count < MOST_ASIDE; count++) {
                int next = next(wire, waiting);
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

        private static int next(Wire wire, Waiting waiting) throws IOException {
            int next = wire.read(waiting);
            if (next < 0) {
                throw new IOException("the connection broke");
            }
            return next;
        }
    }
}
