package dev.signalbox.http.exchange;

import dev.signalbox.http.capacity.BodyBudget;
import dev.signalbox.http.connection.Line;

import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.RoutingRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** The body of one request, read once or not at all. Used by the connection's own thread. */
public final class Entity {

    private static final int CHEAP_TO_READ = 64 * 1024;

    private final RoutingRequest request;
    private final Line line;
    private final BodyBudget budget;
    private boolean read;

    Entity(RoutingRequest request, Line line, BodyBudget budget) {
        this.request = request;
        this.line = line;
        this.budget = budget;
    }

    /** How many bytes it has; empty if that was not announced. */
    public OptionalLong length() {
        return request.headers().contentLength();
    }

    /**
     * Reads it into memory.
     *
     * @param limit the most that it may have, in bytes
     */
    public Checked<RequestBody> read(int limit) {
        OptionalLong length = length();
        BodyReading reading = new BodyReading(request.content().inputStream(), line, budget, limit);
        Checked<RequestBody> body =
                length.isPresent() ? reading.read(length.getAsLong()) : reading.readChunks();
        read = body instanceof Checked.Good<RequestBody>;
        return body;
    }

    /** Somebody who keeps a body elsewhere than in memory. */
    @FunctionalInterface
    public interface Keeping<T> {

        /**
         * Reads all of it, to its end.
         *
         * @throws IOException if it does not all come
         */
        Checked<T> keep(InputStream body) throws IOException;
    }

    /** Has it read by somebody who keeps it elsewhere. */
    public <T> Checked<T> read(Keeping<T> keeping) {
        try {
            Checked<T> kept = keeping.keep(request.content().inputStream());
            read = kept instanceof Checked.Good<T>;
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody reads it any more: what is left is passed over, or the connection has to end. */
    void drop() {
        if (read || !request.content().hasEntity()) {
            return;
        }
        if (isCheap()) {
            request.content().consume();
        } else {
            line.closeUnread();
        }
    }

    private boolean isCheap() {
        ServerRequestHeaders headers = request.headers();
        return headers.contentLength().orElse(Long.MAX_VALUE) <= CHEAP_TO_READ
                && !headers.containsToken(HeaderValues.EXPECT_100);
    }
}
