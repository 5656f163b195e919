package dev.signalbox.http.connection;

import dev.signalbox.application.call.Hangup;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * One connection of a caller. It belongs to the virtual thread that serves it; only {@link
 * #patrol}, {@link #dismissIfIdle} and {@link #underWay} are called by others.
 *
 * <p>The server beneath does not bound the time that a head may take, does not close after an
 * answer that says {@code Connection: close}, and does not notice a caller who leaves while nothing
 * is written. All three happen here.
 */
public final class Line implements ConnectionContext {

    private static final int MOST_DISCARDED = 1024 * 1024;
    private static final long LINGER_NANOS = 500_000_000L;

    private final ConnectionContext connection;
    private final LineLimits limits;
    private final Router router;
    private final Thread thread = Thread.currentThread();
    private final LineReader in;
    private final LineWriter out;
    private final DataReader reader;
    private final AtomicReference<Stage> stage;
    private final long since = System.nanoTime();
    private volatile long watchFrom;
    private @Nullable IntConsumer meter;
    private boolean closing;
    private boolean unreadBody;

    /** Made by the connection's own thread. */
    Line(ConnectionContext connection, LineLimits limits, Router router) {
        this.connection = connection;
        this.limits = limits;
        this.router = router;
        this.in = new LineReader(connection.serverSocket());
        this.out = new LineWriter(connection.dataWriter(), this);
        this.reader = new LineReader.Chunks(this::receive);
        this.stage =
                new AtomicReference<>(
                        Stage.until(Stage.Kind.FRESH, since + limits.head().toNanos()));
    }

    /** When it was made, in nanoseconds of the monotonic clock. */
    public long since() {
        return since;
    }

    /** A head has come in whole. */
    void headComplete() {
        enter(Stage.unbounded(Stage.Kind.BUSY));
    }

    /** Tells {@code meter} how many bytes come in, until {@link #meterNoMore}. */
    public void meter(IntConsumer meter) {
        this.meter = meter;
    }

    /** Nobody counts what comes in any more. */
    public void meterNoMore() {
        meter = null;
    }

    /**
     * The request has been read to its end; from now on, until the answer is out, tell {@code
     * hangup} when the caller leaves.
     */
    public void watch(Hangup hangup) {
        in.watchFor(hangup);
        watchFrom = System.nanoTime() + limits.watchAfter().toNanos();
    }

    /** After this answer the connection is closed. */
    public void closeAfterAnswer() {
        closing = true;
    }

    /**
     * After this answer the connection is closed, though the caller may still be sending; so wait a
     * moment, lest the answer be lost.
     */
    public void closeUnread() {
        closing = true;
        unreadBody = true;
    }

    /** Whether the connection ends with the present answer. */
    public boolean closing() {
        return closing;
    }

    /** The answer is out. Ends the connection if that was asked for. */
    public void answered() {
        in.watchNoMore();
        watchFrom = 0;
        if (closing) {
            throw new CloseConnectionException("closed after the answer, as announced");
        }
        enter(Stage.until(Stage.Kind.IDLE, System.nanoTime() + limits.idle().toNanos()));
    }

    /**
     * Waits for the caller to read the last answer. For the connection's own thread, after
     * everything.
     *
     * @param refused true: the server beneath has refused a head or a body, and may not have read
     *     it
     */
    void linger(boolean refused) {
        if (!unreadBody && !refused) {
            return;
        }
        try {
            enter(Stage.until(Stage.Kind.LINGERING, System.nanoTime() + LINGER_NANOS));
            int discarded = 0;
            byte[] piece = in.next();
            while (piece != null && discarded < MOST_DISCARDED) {
                discarded += piece.length;
                piece = in.next();
            }
        } catch (CloseConnectionException e) {
            // Gone already, or it took too long: either way there is nothing to wait for.
            closing = true;
        }
    }

    /** Ends what takes too long, and begins to watch callers who have waited for a while. */
    void patrol(long now) {
        Stage present = stage.get();
        if (present.overdueAt(now)) {
            doom(present);
        } else if (watchFrom != 0 && now - watchFrom >= 0) {
            in.watch();
        }
    }

    /** Closes the connection if no request is under way on it. */
    void dismissIfIdle() {
        Stage present = stage.get();
        if (present.kind() == Stage.Kind.IDLE || present.kind() == Stage.Kind.FRESH) {
            doom(present);
        }
    }

    /** Closes the connection, whatever it is busy with. */
    void dismiss() {
        Stage present = stage.get();
        while (present.kind() != Stage.Kind.DOOMED) {
            doom(present);
            present = stage.get();
        }
    }

    /** Whether a request is coming in or being served. */
    boolean underWay() {
        return switch (stage.get().kind()) {
            case HEAD, BUSY, LINGERING -> true;
            case FRESH, IDLE, DOOMED -> false;
        };
    }

    void whileSending(Runnable sending) {
        enter(Stage.until(Stage.Kind.BUSY, System.nanoTime() + limits.stall().toNanos()));
        sending.run();
        enter(Stage.unbounded(Stage.Kind.BUSY));
    }

    private void doom(Stage present) {
        if (stage.compareAndSet(present, Stage.unbounded(Stage.Kind.DOOMED))) {
            // Whatever the thread is blocked in, an interrupt closes the channel under it.
            thread.interrupt();
        }
    }

    private void enter(Stage next) {
        Stage present = stage.get();
        if (present.kind() == Stage.Kind.DOOMED || !stage.compareAndSet(present, next)) {
            throw new CloseConnectionException("the connection took too long");
        }
    }

    private byte[] receive() {
        if (closing) {
            throw new CloseConnectionException("closed after the answer, as announced");
        }
        Stage.Kind kind = stage.get().kind();
        if (kind == Stage.Kind.BUSY) {
            return receiveBody();
        }
        if (kind == Stage.Kind.IDLE && reader.available() > 0) {
            beginHead(System.nanoTime());
        }
        byte[] piece = take();
        kind = stage.get().kind();
        if (kind == Stage.Kind.FRESH) {
            beginHead(since);
        } else if (kind == Stage.Kind.IDLE) {
            beginHead(System.nanoTime());
        }
        return piece;
    }

    private byte[] receiveBody() {
        enter(Stage.until(Stage.Kind.BUSY, System.nanoTime() + limits.silence().toNanos()));
        byte[] piece = take();
        enter(Stage.unbounded(Stage.Kind.BUSY));
        IntConsumer counting = meter;
        if (counting != null) {
            counting.accept(piece.length);
        }
        return piece;
    }

    private byte[] take() {
        byte[] piece = in.next();
        if (piece == null) {
            // Said as an exception: the server beneath takes an end within a head for a fault of
            // its own.
            throw new CloseConnectionException("the caller has closed the connection");
        }
        return piece;
    }

    private void beginHead(long start) {
        enter(Stage.until(Stage.Kind.HEAD, start + limits.head().toNanos()));
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return out;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }
}
