package dev.signalbox.openai.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * Hands the pieces of a body to the client as they are; a small body in one piece. The client
 * subscribes anew for each try, one after the other, from whichever of its threads.
 */
final class RequestBody implements HttpRequest.BodyPublisher {

    private static final int JOINED_UP_TO = 16 * 1024;

    private final List<ByteBuffer> pieces;
    private final IdleConnections idle;
    private final long length;
    private volatile boolean sent;
    private volatile boolean reused;

    RequestBody(List<ByteBuffer> pieces, IdleConnections idle) {
        this.idle = idle;
        length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        this.pieces = length <= JOINED_UP_TO ? List.of(joined(pieces)) : pieces;
    }

    // Each piece is one write to the socket; copying a few kilobytes costs far less.
    private ByteBuffer joined(List<ByteBuffer> pieces) {
        ByteBuffer all = ByteBuffer.allocate((int) length);
        pieces.forEach(piece -> all.put(piece.duplicate()));
        return all.flip();
    }

    /** Asked by the client before each try, while nothing of the question has been sent. */
    @Override
    public long contentLength() {
        // The client would also ask again when a fresh connection breaks unanswered. The question
        // may have been read then, and answering it costs money: no second time.
        if (sent && !reused) {
            throw new UncheckedIOException(new IOException("the connection broke unanswered"));
        }
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        reused = idle.take();
        sent = true;
        subscriber.onSubscribe(new Handing(pieces.iterator(), subscriber));
    }

    /** One handing over; the client asks from one thread at a time. */
    private static final class Handing implements Flow.Subscription {
        private final Iterator<ByteBuffer> pieces;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private long asked;
        private boolean handing;
        private boolean ended;

        private Handing(
                Iterator<ByteBuffer> pieces, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.pieces = pieces;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            asked = Math.max(asked + count, asked);
            if (handing) {
                return;
            }
            handing = true;
            while (asked > 0 && !ended) {
                asked--;
                hand();
            }
            handing = false;
        }

        private void hand() {
            if (pieces.hasNext()) {
                subscriber.onNext(pieces.next().duplicate());
            }
            if (!ended && !pieces.hasNext()) {
                ended = true;
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            ended = true;
        }
    }
}
