package dev.signalbox.simulator.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One accepted connection. Used by its own thread, except {@link #close()}, which anybody may call.
 */
public final class Connection implements AutoCloseable {

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int SLICE = 16 * 1024;

    private final long id;
    private final Socket socket;
    private final OutputStream out;
    private final RequestReader reader;
    private final CountDownLatch gone = new CountDownLatch(1);

    Connection(long id, Socket socket) throws IOException {
        this.id = id;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.reader = new RequestReader(socket.getInputStream());
    }

    /** Counts connections of one listener, from 1. */
    public long id() {
        return id;
    }

    /** Where requests are read from. */
    public RequestReader reader() {
        return reader;
    }

    /**
     * Does one step after the other, until all are done or the caller has gone.
     *
     * @return {@link Ending.Kind#COMPLETE} or {@link Ending.Kind#CLIENT_CLOSED}
     */
    public Ending play(List<Step> steps) {
        // One write is over before anybody could leave; all else may take its time.
        if (steps.size() > 1 || !(steps.getFirst() instanceof Step.Bytes)) {
            reader.watch(gone::countDown);
        }
        long sent = 0;
        for (Step step : steps) {
            boolean done;
            if (step instanceof Step.Bytes piece) {
                int count = send(piece.bytes());
                sent += count;
                done = count == piece.bytes().length;
            } else {
                done = act(step);
            }
            if (!done) {
                return new Ending(Ending.Kind.CLIENT_CLOSED, sent, Instant.now());
            }
        }
        return new Ending(Ending.Kind.COMPLETE, sent, Instant.now());
    }

    /**
     * Says that nothing more will come and closes, so that a caller who still sends or reads is not
     * torn away at once.
     */
    public void part() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout((int) LINGER.toMillis());
            reader.drain(LINGER);
        } catch (IOException e) {
            // The caller was faster: there is nothing left to end politely.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Tears the connection down with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already; closing again does no harm.
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed has no use and no owner.
        }
    }

    private int send(byte[] bytes) {
        int sent = 0;
        try {
            while (sent < bytes.length && gone.getCount() > 0) {
                int length = Math.min(SLICE, bytes.length - sent);
                out.write(bytes, sent, length);
                sent += length;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    private boolean act(Step step) {
        return switch (step) {
            case Step.Bytes piece -> send(piece.bytes()) == piece.bytes().length;
            case Step.Pause pause -> !goneWithin(pause.nanos());
            // Whoever serves the connection parts from it when the end has been written down.
            case Step.Close close -> true;
            case Step.Reset reset -> {
                reset();
                yield true;
            }
            case Step.HalfClose half -> {
                try {
                    socket.shutdownOutput();
                } catch (IOException e) {
                    yield false;
                }
                yield !goneWithin(Long.MAX_VALUE);
            }
            case Step.Hold hold -> !goneWithin(Long.MAX_VALUE);
        };
    }

    private boolean goneWithin(long nanos) {
        try {
            return gone.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
