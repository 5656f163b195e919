package dev.signalbox.openai.wire;

import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The head of a reply, and its body piece by piece. Used by the call's thread. */
public final class Reply implements AutoCloseable {

    private final ResponseInfo head;
    private final ReplyBody body;
    private final Waiting waiting;

    Reply(ResponseInfo head, ReplyBody body, Waiting waiting) {
        this.head = head;
        this.body = body;
        this.waiting = waiting;
    }

    /** As HTTP counts them. */
    public int status() {
        return head.statusCode();
    }

    /** The first value of a header, if there is one. */
    public @Nullable String header(String name) {
        return head.headers().firstValue(name).orElse(null);
    }

    /**
     * The answer has begun: the wait for its beginning is over, and for the next piece {@link
     * Patience#silence} holds.
     *
     * @param atMost waited for the next piece if that is shorter
     */
    public void begin(Duration atMost) {
        waiting.begin(atMost);
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; -1 behind the last
     * @throws HttpTimeoutException if none came in time
     * @throws IOException if the reply breaks off, or was closed
     */
    public int read(byte[] into, int at, int length) throws IOException {
        ByteBuffer piece = body.piece(waiting);
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(into, at, count);
        return count;
    }

    /**
     * Everything of interest was read. What comes behind is dropped, and the connection kept if its
     * end comes soon; nobody waits for that.
     */
    public void letGo() {
        body.letGo();
    }

    /** Gives up what was not read, and with it the connection; nothing if it was let go. */
    @Override
    public void close() {
        body.close();
    }
}
