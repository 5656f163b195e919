package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Framing;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.Step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Connections that fail, and what goes wrong before the status line or around it. */
public enum ConnectionFault implements Scenario {
    /** Nobody listens, and open connections are closed, until faults are cleared. */
    REFUSED("F1", "connection-refused", Stage.ACCEPT, at -> List.of(new Step.Reset())),
    /** The next connections are accepted and torn down at once. */
    RESET_ON_ACCEPT("F4", "reset-on-accept", Stage.ACCEPT, at -> List.of(new Step.Reset())),
    /** A connection that was kept alive turns out to be closed. */
    STALE_CONNECTION("F6", "stale-connection", Stage.REUSED, at -> List.of(new Step.Close())),
    /** The same, found out by a reset. */
    STALE_RESET("F6B", "stale-connection-reset", Stage.REUSED, at -> List.of(new Step.Reset())),
    /** A good answer that promises to keep the connection, which is then closed. */
    CLOSED_AFTER(
            "F6C",
            "closed-after-answer",
            Stage.ANSWER,
            at -> followedBy(at.good().steps(at.head()), new Step.Close())),
    /** A connection that was kept alive turns out to lead nowhere. */
    DEAF_CONNECTION("F7", "deaf-connection", Stage.REUSED, at -> List.of(new Step.Hold())),
    /** A good answer on a connection that is said to be, and is, closed. */
    CONNECTION_CLOSE(
            "F8",
            "connection-close",
            Stage.ANSWER,
            at ->
                    followedBy(
                            at.good().with("connection", "close").steps(at.head()),
                            new Step.Close())),
    /** The head of a good answer comes byte by byte. */
    SLOW_HEAD("F10", "slow-head", Stage.ANSWER, ConnectionFault::slowHead),
    /** Nothing is answered until the caller closes. */
    NO_ANSWER("F11", "no-answer", Stage.ANSWER, at -> List.of(new Step.Hold())),
    /** Refused for its size before the body has been read. */
    EARLY_413(
            "F12",
            "early-413",
            Stage.HEAD,
            at -> early(at, AzureErrors.coded(413, "413", "Request body too large."))),
    /** Refused for its key before the body has been read. */
    EARLY_401("F12B", "early-401", Stage.HEAD, at -> early(at, AzureErrors.badKey())),
    /** Whoever asks whether to send the body is told not to. */
    CONTINUE_REFUSED(
            "F13",
            "continue-refused",
            Stage.HEAD,
            at -> early(at, AzureErrors.coded(417, "417", "Expectation failed."))),
    /** A good answer under 256 KiB of headers. */
    HUGE_HEADERS("F14", "huge-headers", Stage.ANSWER, ConnectionFault::hugeHeaders),
    /** A good answer after two interim ones. */
    INTERIM_NOISE("F15", "interim-noise", Stage.ANSWER, ConnectionFault::interim),
    /** A good answer of HTTP/1.0, without a length. */
    HTTP_1_0("F16", "http-1-0", Stage.ANSWER, ConnectionFault::oldVersion),
    /** A good answer whose connection ends after so many bytes, the head's among them. */
    CUT("CUT", "cut-at-byte", Stage.ANSWER, at -> cut(at, new Step.Close())),
    /** The same, ended by a reset. */
    CUT_RESET("CUTR", "cut-at-byte-reset", Stage.ANSWER, at -> cut(at, new Step.Reset())),
    /** A good answer, every byte by itself. */
    DRIBBLE("DRIBBLE", "dribble", Stage.ANSWER, ConnectionFault::dribble);

    private static final int HEADERS = 64;
    private static final int HEADER_BYTES = 4 * 1024;

    private final String id;
    private final String title;
    private final Stage stage;

    @SuppressWarnings("ImmutableEnumChecker") // a method of this file, without any state
    private final Function<Occasion, List<Step>> does;

    ConnectionFault(String id, String title, Stage stage, Function<Occasion, List<Step>> does) {
        this.id = id;
        this.title = title;
        this.stage = stage;
        this.does = does;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public List<Step> steps(Occasion occasion) {
        return does.apply(occasion);
    }

    private static List<Step> followedBy(List<Step> steps, Step last) {
        List<Step> all = new ArrayList<>(steps);
        all.add(last);
        return all;
    }

    private static List<Step> early(Occasion at, Answer refusal) {
        return followedBy(at.steps(refusal.with("connection", "close")), new Step.Close());
    }

    private static List<Step> slowHead(Occasion at) {
        Answer good = at.good();
        byte[] body = good.body();
        List<Header> headers = new ArrayList<>(good.headers());
        headers.add(new Header("content-length", Integer.toString(body.length)));
        byte[] head = Framing.head(good.status(), good.reason(), headers);
        List<Step> steps = new ArrayList<>(2 * head.length + 1);
        for (byte one : head) {
            steps.add(new Step.Bytes(new byte[] {one}));
            steps.add(new Step.Pause(at.nanos(1_000)));
        }
        steps.add(new Step.Bytes(body));
        return steps;
    }

    private static List<Step> hugeHeaders(Occasion at) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < HEADERS; i++) {
            headers.add(new Header("x-noise-" + i, "n".repeat(HEADER_BYTES)));
        }
        return at.good().withAll(headers).steps(at.head());
    }

    private static List<Step> interim(Occasion at) {
        List<Step> steps = new ArrayList<>();
        List<Header> hint = List.of(new Header("link", "</style.css>; rel=preload"));
        steps.add(new Step.Bytes(Framing.head(102, "Processing", List.of())));
        steps.add(new Step.Bytes(Framing.head(103, "Early Hints", hint)));
        steps.addAll(at.good().steps(at.head()));
        return steps;
    }

    private static List<Step> oldVersion(Occasion at) {
        Answer good = at.good();
        byte[] head = Framing.head("HTTP/1.0", good.status(), good.reason(), good.headers());
        return List.of(new Step.Bytes(Framing.join(head, good.body())), new Step.Close());
    }

    private static List<Step> cut(Occasion at, Step last) {
        List<Step> steps = new ArrayList<>();
        long left = at.cut(0);
        for (Step step : at.good().steps(at.head())) {
            if (!(step instanceof Step.Bytes piece)) {
                steps.add(step);
                continue;
            }
            int length = (int) Math.min(left, piece.bytes().length);
            steps.add(new Step.Bytes(Arrays.copyOf(piece.bytes(), length)));
            left -= length;
            if (left == 0) {
                break;
            }
        }
        // A reset throws away what the caller's system has not handed over yet.
        boolean resets = last instanceof Step.Reset;
        steps.add(new Step.Pause(resets ? at.nanos(20) : 0));
        steps.add(last);
        return steps;
    }

    private static List<Step> dribble(Occasion at) {
        List<Step> steps = new ArrayList<>();
        for (Step step : at.good().steps(at.head())) {
            if (!(step instanceof Step.Bytes piece)) {
                steps.add(step);
                continue;
            }
            for (byte one : piece.bytes()) {
                steps.add(new Step.Bytes(new byte[] {one}));
                steps.add(new Step.Pause(at.nanos(1)));
            }
        }
        return steps;
    }
}
