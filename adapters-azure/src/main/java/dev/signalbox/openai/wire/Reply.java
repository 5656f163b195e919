package dev.signalbox.openai.wire;

import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.connection.Hold;
import dev.signalbox.openai.connection.Origin;
import dev.signalbox.openai.connection.Waiting;
import dev.signalbox.openai.connection.Wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;

/** The head of a reply, and its body piece by piece. Used by the call's thread. */
public final class Reply implements AutoCloseable {

    /** How long the end of a body may take that nobody waits for. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** In digits; more than these do not fit into a long. */
    private static final int LONGEST_LENGTH = 18;

    private final ReplyHead head;
    private final Framing framing;
    private final Waiting waiting;
    private final Taken taken;
    private final Framing.Feed feed;

    Reply(ReplyHead head, Framing framing, Waiting waiting, Taken taken) {
        this.head = head;
        this.framing = framing;
        this.waiting = waiting;
        this.taken = taken;
        this.feed = new Framing.Feed(taken.wire(), waiting);
    }

    /**
     * Where it comes from.
     *
     * @param hold on the wire; whoever has lost it may not read any more
     * @param origin gets the wire back if it is of use
     */
    record Taken(Wire wire, Hold hold, Origin origin) {}

    /** As HTTP counts them. */
    public int status() {
        return head.status();
    }

    /**
     * The first value of a header, if there is one.
     *
     * @param name in lower case
     */
    public @Nullable String header(String name) {
        return head.first(name);
    }

    /** How long its head says that its body is, if it says so in a way that counts. */
    public OptionalLong length() {
        // Who frames a body in pieces says no length that counts.
        String length = header("transfer-encoding") == null ? header("content-length") : null;
        if (length == null || length.isEmpty() || length.length() > LONGEST_LENGTH) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(length));
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

    /** All that is read from now on must come within that time; the limits of before hold too. */
    public void hurry(Duration atMost) {
        waiting.hurry(atMost);
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; -1 behind the last
     * @throws HttpTimeoutException if none came in time
     * @throws IOException if the reply breaks off, or was closed
     */
    public int read(byte[] into, int at, int length) throws IOException {
        int count = framing.read(feed, into, at, length);
        if (framing.isOver()) {
            giveBack();
        }
        return count;
    }

    /**
     * Everything of interest was read. What comes behind is dropped, and the connection kept if its
     * end comes soon; nobody waits for that.
     */
    public void letGo() {
        if (framing.isOver()) {
            giveBack();
            return;
        }
        Wire held = taken.hold().release();
        if (held != null) {
            Thread.ofVirtual().name("upstream-end").start(() -> readOut(held));
        }
    }

    private void readOut(Wire wire) {
        Framing.Feed rest = new Framing.Feed(wire, Waiting.atMost(GRACE));
        byte[] dropped = new byte[1024];
        try {
            int count = 0;
            while (count >= 0) {
                count = framing.read(rest, dropped, 0, dropped.length);
            }
            keepOrClose(wire);
        } catch (IOException e) {
            wire.close();
        }
    }

    private void giveBack() {
        Wire held = taken.hold().release();
        if (held != null) {
            keepOrClose(held);
        }
    }

    private void keepOrClose(Wire wire) {
        // What comes behind the end of an answer is nobody's: the next one would be taken for it.
        if (framing.isBounded() && head.isLasting() && !head.isAmbiguous() && !wire.hasMore()) {
            taken.origin().keep(wire);
        } else {
            wire.close();
        }
    }

    /** Gives up what was not read, and with it the connection; nothing if it was let go. */
    @Override
    public void close() {
        taken.hold().drop();
    }
}
