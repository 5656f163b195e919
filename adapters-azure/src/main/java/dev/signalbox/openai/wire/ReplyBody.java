package dev.signalbox.openai.wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a body in from the client's thread and gives it out to the call's, which waits on the queue
 * between them no longer than it wants to. What may lie in the queue is bounded. {@link #close} may
 * be called by any thread.
 */
final class ReplyBody implements HttpResponse.BodySubscriber<ReplyBody> {

    private static final int WINDOW = 4;
    private static final long GRACE_MILLIS = 250;
    private static final List<ByteBuffer> END = List.of();

    private final IdleConnections idle;
    private final CompletableFuture<ResponseInfo> head = new CompletableFuture<>();
    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription =
            new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean lasting;
    private volatile boolean complete;
    private volatile boolean closed;
    private volatile boolean ignored;

    // The call's thread alone.
    private Iterator<ByteBuffer> opened = END.iterator();
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean first = true;

    ReplyBody(IdleConnections idle) {
        this.idle = idle;
    }

    /** The head, when it has come; an exception if there is none. */
    CompletableFuture<ResponseInfo> head() {
        return head;
    }

    /** The head has come. */
    ReplyBody expect(ResponseInfo info) {
        lasting =
                info.headers().allValues("connection").stream()
                        .noneMatch("close"::equalsIgnoreCase);
        head.complete(info);
        return this;
    }

    /**
     * The client has done with the reply.
     *
     * @param seen why it gave up; null if it did not
     */
    void end(@Nullable Throwable seen) {
        if (seen != null) {
            IOException why = why(seen);
            head.completeExceptionally(why);
            if (!complete) {
                onError(why);
            }
        }
    }

    private static IOException why(Throwable seen) {
        Throwable cause = seen.getCause();
        Throwable bare = seen instanceof CompletionException && cause != null ? cause : seen;
        return bare instanceof IOException why ? why : new IOException(bare);
    }

    @Override
    public CompletableFuture<ReplyBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription.set(source);
        if (closed) {
            source.cancel();
        } else {
            source.request(WINDOW);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        Flow.Subscription source = subscription.get();
        if (!pieces.isEmpty() && !ignored) {
            arrived.add(pieces);
        } else if (source != null) {
            source.request(1);
        }
    }

    @Override
    public void onError(Throwable seen) {
        failure = seen;
        complete = true;
        arrived.add(END);
    }

    @Override
    public void onComplete() {
        complete = true;
        if (lasting) {
            idle.keep();
        }
        arrived.add(END);
    }

    /**
     * Bytes to be read; waits for them.
     *
     * @return null behind the last
     * @throws HttpTimeoutException if none came in time
     * @throws IOException if the body breaks off, or was closed
     */
    @Nullable ByteBuffer piece(Waiting waiting) throws IOException {
        while (!piece.hasRemaining()) {
            if (opened.hasNext()) {
                piece = opened.next();
            } else if (!openNext(waiting)) {
                return null;
            }
        }
        return piece;
    }

    private boolean openNext(Waiting waiting) throws IOException {
        Flow.Subscription source = subscription.get();
        if (!first && source != null) {
            source.request(1);
        }
        first = false;
        List<ByteBuffer> pieces = next(waiting);
        Throwable broken = failure;
        if (closed) {
            throw new IOException("closed");
        }
        if (!pieces.isEmpty()) {
            opened = pieces.iterator();
            return true;
        }
        arrived.add(END);
        if (broken != null) {
            throw new IOException("the connection broke", broken);
        }
        return false;
    }

    private List<ByteBuffer> next(Waiting waiting) throws IOException {
        try {
            long left = waiting.left();
            // The queue of an upstream that never pauses is never empty, so it alone ends no wait.
            List<ByteBuffer> pieces =
                    left > 0 || complete ? arrived.poll(left, TimeUnit.NANOSECONDS) : null;
            if (pieces == null) {
                throw new HttpTimeoutException(waiting.overdue());
            }
            return pieces;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Drops what still comes; keeps the connection if the end comes soon. */
    void letGo() {
        Flow.Subscription source = subscription.get();
        if (complete || source == null) {
            return;
        }
        ignored = true;
        source.request(Long.MAX_VALUE);
        CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(this::giveUp);
    }

    /** Gives the body up at once, unless it was let go. */
    void close() {
        if (!ignored) {
            giveUp();
        }
    }

    private void giveUp() {
        closed = true;
        head.completeExceptionally(new IOException("closed"));
        Flow.Subscription source = subscription.get();
        if (source != null && !complete) {
            source.cancel();
        }
        arrived.add(END);
    }
}
