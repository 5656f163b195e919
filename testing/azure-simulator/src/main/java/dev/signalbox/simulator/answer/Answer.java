package dev.signalbox.simulator.answer;

import dev.signalbox.simulator.wire.Framing;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.RequestHead;
import dev.signalbox.simulator.wire.Step;

import java.util.ArrayList;
import java.util.List;

/**
 * An answer before it is framed.
 *
 * @param headers without those that say where the body ends
 * @param pieces of a stream its events; of a document one
 * @param streamed whether it is sent piece by piece, without its length known before
 */
public record Answer(
        int status, String reason, List<Header> headers, List<Piece> pieces, boolean streamed) {

    private static final Header JSON = new Header("content-type", "application/json");
    private static final Header EVENTS =
            new Header("content-type", "text/event-stream; charset=utf-8");

    public Answer {
        headers = List.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    /** A document of JSON. */
    public static Answer json(int status, String body) {
        return document(status, JSON, Piece.of(body));
    }

    /** A document of any kind. */
    public static Answer document(int status, Header contentType, Piece body) {
        return new Answer(status, Reasons.of(status), List.of(contentType), List.of(body), false);
    }

    /** A stream of events. */
    public static Answer events(List<Piece> events) {
        return new Answer(200, Reasons.of(200), List.of(EVENTS), events, true);
    }

    /** The same with one header more; one of that name that was there is replaced. */
    public Answer with(String name, String value) {
        List<Header> all = new ArrayList<>(headers);
        all.removeIf(header -> header.named(name));
        all.add(new Header(name, value));
        return new Answer(status, reason, all, pieces, streamed);
    }

    /** The same without a header. */
    public Answer without(String name) {
        List<Header> all = new ArrayList<>(headers);
        all.removeIf(header -> header.named(name));
        return new Answer(status, reason, all, pieces, streamed);
    }

    /** The same with headers added behind its own. */
    public Answer withAll(List<Header> more) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(more);
        return new Answer(status, reason, all, pieces, streamed);
    }

    /** The same with another reason in its status line. */
    public Answer because(String reason) {
        return new Answer(status, reason, headers, pieces, streamed);
    }

    /** The same with other pieces. */
    public Answer of(List<Piece> pieces) {
        return new Answer(status, reason, headers, pieces, streamed);
    }

    /** All pieces, one after the other, without framing. */
    public byte[] body() {
        return Framing.join(pieces.stream().map(Piece::bytes).toArray(byte[][]::new));
    }

    /** The same body as text. */
    public String text() {
        return new String(body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** How this answer is sent to that request: framing, pauses, and what becomes of the wire. */
    public List<Step> steps(RequestHead asked) {
        boolean keeps = asked.keepsConnection();
        boolean chunks = streamed && !asked.version().equals("HTTP/1.0");
        List<Step> steps = new ArrayList<>(2 * pieces.size() + 3);
        boolean bodiless = asked.method().equals("HEAD");
        if (chunks) {
            addChunks(steps, headed(new Header("transfer-encoding", "chunked"), keeps), bodiless);
        } else if (streamed) {
            steps.add(new Step.Bytes(head(headers, false)));
            pieces.forEach(piece -> add(steps, piece.bytes(), piece.pauseNanos()));
        } else {
            byte[] body = body();
            Header length = new Header("content-length", Integer.toString(body.length));
            byte[] head = headed(length, keeps);
            long pause = pieces.stream().mapToLong(Piece::pauseNanos).sum();
            add(steps, bodiless ? head : Framing.join(head, body), pause);
        }
        if (!keeps || (streamed && !chunks)) {
            steps.add(new Step.Close());
        }
        return steps;
    }

    /** The same, chunked, but nothing ends it: more may follow on the wire. */
    public List<Step> openSteps() {
        List<Step> steps = new ArrayList<>(2 * pieces.size() + 3);
        byte[] head = headed(new Header("transfer-encoding", "chunked"), true);
        if (pieces.isEmpty()) {
            steps.add(new Step.Bytes(head));
        }
        for (int i = 0; i < pieces.size(); i++) {
            byte[] chunk = Framing.chunk(pieces.get(i).bytes());
            add(steps, i == 0 ? Framing.join(head, chunk) : chunk, pieces.get(i).pauseNanos());
        }
        return steps;
    }

    // The end rides with the last event: whoever has read that may leave at once.
    private void addChunks(List<Step> steps, byte[] head, boolean bodiless) {
        if (bodiless || pieces.isEmpty()) {
            steps.add(new Step.Bytes(bodiless ? head : Framing.join(head, Framing.lastChunk())));
            return;
        }
        for (int i = 0; i < pieces.size(); i++) {
            byte[] chunk = Framing.chunk(pieces.get(i).bytes());
            if (i == 0) {
                chunk = Framing.join(head, chunk);
            }
            if (i == pieces.size() - 1) {
                chunk = Framing.join(chunk, Framing.lastChunk());
            }
            add(steps, chunk, pieces.get(i).pauseNanos());
        }
    }

    private static void add(List<Step> steps, byte[] bytes, long pauseNanos) {
        if (pauseNanos > 0) {
            steps.add(new Step.Pause(pauseNanos));
        }
        steps.add(new Step.Bytes(bytes));
    }

    private byte[] headed(Header framing, boolean keeps) {
        List<Header> all = new ArrayList<>(headers);
        all.add(framing);
        return head(all, keeps);
    }

    private byte[] head(List<Header> all, boolean keeps) {
        if (keeps) {
            return Framing.head(status, reason, all);
        }
        List<Header> closing = new ArrayList<>(all);
        closing.add(new Header("connection", "close"));
        return Framing.head(status, reason, closing);
    }
}
