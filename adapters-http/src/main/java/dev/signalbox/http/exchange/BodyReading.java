package dev.signalbox.http.exchange;

import dev.signalbox.http.capacity.BodyBudget;
import dev.signalbox.http.connection.Line;

import io.helidon.http.RequestException;
import io.helidon.http.Status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads one body into one array: never more than the limit, never more than the budget has. Used
 * once, by the connection's own thread.
 */
final class BodyReading {

    private static final int FIRST_SIZE = 8 * 1024;
    private static final Duration LATER = Duration.ofSeconds(1);

    private final InputStream in;
    private final Line line;
    private final BodyBudget budget;
    private final int limit;
    private long share;
    private long onTheWire;

    /**
     * @param limit in bytes
     */
    BodyReading(InputStream in, Line line, BodyBudget budget, int limit) {
        this.in = in;
        this.line = line;
        this.budget = budget;
        this.limit = limit;
    }

    /** Reads a body whose length was announced. */
    Checked<RequestBody> read(long length) {
        if (length > limit) {
            return tooLarge();
        }
        if (!budget.take(length)) {
            return tooBusy();
        }
        share = length;
        return settled(() -> readInto(new byte[(int) length]));
    }

    /**
     * Reads a body in chunks. The server beneath holds a whole chunk before it hands on a byte, so
     * what comes over the wire is counted, and paid for twice until the body is in one piece.
     */
    Checked<RequestBody> readChunks() {
        line.meter(this::arrived);
        try {
            return settled(this::readToTheEnd);
        } catch (TooMuch e) {
            return e.overBudget ? tooBusy() : tooLarge();
        } catch (RequestException e) {
            if (e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
                return tooLarge();
            }
            throw e;
        } finally {
            line.meterNoMore();
        }
    }

    private byte[] readInto(byte[] bytes) throws IOException {
        in.readNBytes(bytes, 0, bytes.length);
        // The end must be seen, so that the next request can begin behind it.
        if (in.read() >= 0) {
            throw new IOException("a body is longer than announced");
        }
        return bytes;
    }

    private byte[] readToTheEnd() throws IOException {
        byte[] bytes = new byte[FIRST_SIZE];
        int length = 0;
        for (int read = in.read(bytes); read >= 0; ) {
            length += read;
            if (length > limit) {
                throw new TooMuch(false);
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, limit + 1L));
            }
            read = in.read(bytes, length, bytes.length - length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private void arrived(int bytes) {
        onTheWire += bytes;
        if (onTheWire > limit + limit / 8L + FIRST_SIZE * 8L) {
            throw new TooMuch(false);
        }
        if (!budget.take(2L * bytes)) {
            throw new TooMuch(true);
        }
        share += 2L * bytes;
    }

    /** What was taken from the budget is given back, but for what the body itself needs. */
    private Checked<RequestBody> settled(Reading reading) {
        long needed = 0;
        try {
            byte[] bytes = reading.read();
            needed = Math.min(share, bytes.length);
            return Checked.good(new RequestBody(bytes, budget, needed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            budget.giveBack(share - needed);
        }
    }

    private Checked<RequestBody> tooLarge() {
        return Checked.bad(
                ErrorAnswer.of(
                        413,
                        "bad_request_error",
                        "content-length",
                        "Request size is too large. Max size is " + limit + " bytes"));
    }

    private static Checked<RequestBody> tooBusy() {
        return Checked.bad(
                ErrorAnswer.of(
                                503,
                                "service_unavailable_error",
                                null,
                                "Too many large requests are in flight. Try again in a moment.")
                        .retryAfter(LATER));
    }

    private interface Reading {
        byte[] read() throws IOException;
    }

    /** Leaves the server beneath in the middle of a body; never seen outside this class. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean overBudget;

        TooMuch(boolean overBudget) {
            super("a body is too large", null, false, false);
            this.overBudget = overBudget;
        }
    }
}
