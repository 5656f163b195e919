package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.wire.Framing;
import dev.signalbox.simulator.wire.Step;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Streams that break off or stand still. Cuts are counted in bytes of events, framing left out;
 * where no place is ordered it is the middle.
 */
final class StreamCuts {

    private static final int KEEP_ALIVES = 20;
    private static final long LET_IT_ARRIVE_MILLIS = 20;

    private StreamCuts() {}

    static List<Step> reset(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        // A reset throws away what the caller's system has not handed over yet.
        steps.add(new Step.Pause(at.nanos(LET_IT_ARRIVE_MILLIS)));
        steps.add(new Step.Reset());
        return steps;
    }

    static List<Step> brokenChunking(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        // Whoever reads ahead meets what is broken before what was good.
        steps.add(new Step.Pause(at.nanos(LET_IT_ARRIVE_MILLIS)));
        steps.add(new Step.Bytes("zz\r\nnot a chunk\r\n".getBytes(StandardCharsets.US_ASCII)));
        steps.add(new Step.Close());
        return steps;
    }

    static List<Step> cleanEnd(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        steps.add(new Step.Bytes(Framing.lastChunk()));
        return steps;
    }

    static List<Step> eof(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        steps.add(new Step.Close());
        return steps;
    }

    static List<Step> heldAfterDone(Occasion at, Answer good) {
        List<Step> steps = new ArrayList<>(good.openSteps());
        steps.add(new Step.Hold());
        return steps;
    }

    static List<Step> stall(Occasion at, Answer good) {
        int cut = place(at, good.pieces());
        List<Step> steps = begun(at, good);
        steps.add(new Step.Pause(at.nanos(60_000)));
        for (Piece piece : after(good.pieces(), cut)) {
            steps.add(new Step.Bytes(Framing.chunk(piece.bytes())));
        }
        steps.add(new Step.Bytes(Framing.lastChunk()));
        return steps;
    }

    static List<Step> stallForever(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        steps.add(new Step.Hold());
        return steps;
    }

    static List<Step> stallAfterHead(Occasion at, Answer good) {
        List<Step> steps = new ArrayList<>(good.of(List.of()).openSteps());
        steps.add(new Step.Hold());
        return steps;
    }

    static List<Step> slowEvent(Occasion at, Answer good) {
        List<Piece> pieces = new ArrayList<>();
        int middle = EventEdits.middle(good.pieces());
        for (int i = 0; i < good.pieces().size(); i++) {
            Piece piece = good.pieces().get(i);
            if (i != middle) {
                pieces.add(piece);
                continue;
            }
            for (byte one : piece.bytes()) {
                pieces.add(new Piece(new byte[] {one}, at.nanos(1_000)));
            }
        }
        return good.of(pieces).steps(at.head());
    }

    static List<Step> halfClose(Occasion at, Answer good) {
        List<Step> steps = begun(at, good);
        steps.add(new Step.HalfClose());
        return steps;
    }

    static List<Step> keepAlive(Occasion at, Answer good) {
        Piece empty =
                JsonEdits.event(
                        good.pieces().get(EventEdits.middle(good.pieces())),
                        body -> body.putArray("choices"));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < KEEP_ALIVES; i++) {
            pieces.add(empty.after(at.nanos(1_000)));
        }
        pieces.add(good.pieces().getLast());
        return good.of(pieces).steps(at.head());
    }

    private static List<Step> begun(Occasion at, Answer good) {
        List<Piece> pieces = good.pieces();
        return new ArrayList<>(good.of(until(pieces, place(at, pieces))).openSteps());
    }

    private static int place(Occasion at, List<Piece> pieces) {
        int half = 0;
        for (Piece piece : pieces.subList(0, EventEdits.middle(pieces))) {
            half += piece.bytes().length;
        }
        return Math.toIntExact(at.cut(half));
    }

    private static List<Piece> until(List<Piece> pieces, int bytes) {
        List<Piece> before = new ArrayList<>();
        int left = bytes;
        for (Piece piece : pieces) {
            int length = Math.min(left, piece.bytes().length);
            if (length > 0) {
                before.add(new Piece(Arrays.copyOf(piece.bytes(), length), piece.pauseNanos()));
            }
            left -= length;
        }
        return before;
    }

    private static List<Piece> after(List<Piece> pieces, int bytes) {
        List<Piece> rest = new ArrayList<>();
        int passed = bytes;
        for (Piece piece : pieces) {
            int length = piece.bytes().length;
            if (passed < length) {
                rest.add(
                        new Piece(
                                Arrays.copyOfRange(piece.bytes(), passed, length),
                                piece.pauseNanos()));
            }
            passed = Math.max(0, passed - length);
        }
        return rest;
    }
}
