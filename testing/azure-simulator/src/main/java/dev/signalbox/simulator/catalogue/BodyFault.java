package dev.signalbox.simulator.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.AzureErrors;
import dev.signalbox.simulator.answer.Piece;
import dev.signalbox.simulator.fault.Occasion;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Framing;
import dev.signalbox.simulator.wire.Header;
import dev.signalbox.simulator.wire.Step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Answers with status 200 whose body is not what it should be. */
public enum BodyFault implements Scenario {
    EMPTY("F39", "empty-body", Stage.ANSWER, (at, good) -> good.of(List.of())),
    HTML(
            "F40",
            "html-body",
            Stage.ANSWER,
            (at, good) ->
                    Answer.document(
                            200,
                            new Header("content-type", "text/html"),
                            Piece.of("<html><body><h1>It works!</h1></body></html>"))),
    TRUNCATED(
            "F41",
            "truncated-json",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.whole(good, Arrays.copyOf(good.body(), cut(at, good)))),
    LENGTH_TOO_LONG(
            "F41B",
            "content-length-too-long",
            Stage.DOCUMENT,
            (at, good) -> good,
            (at, good) -> lying(good, good.body().length, cut(at, good))),
    LENGTH_TOO_SHORT(
            "F41C",
            "content-length-too-short",
            Stage.DOCUMENT,
            (at, good) -> good,
            (at, good) -> lying(good, cut(at, good), good.body().length)),
    INVALID_UTF_8("F42", "invalid-utf-8", Stage.ANSWER, (at, good) -> JsonEdits.garbled(good)),
    GZIP("F43", "gzip-unasked", Stage.ANSWER, (at, good) -> JsonEdits.gzip(good, false)),
    GZIP_CORRUPT("F43B", "gzip-corrupt", Stage.ANSWER, (at, good) -> JsonEdits.gzip(good, true)),
    ERROR_IN_200(
            "F44",
            "error-in-200",
            Stage.DOCUMENT,
            (at, good) -> good.of(AzureErrors.broken().pieces())),
    CHOICES_MISSING(
            "F45",
            "choices-missing",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.edited(good, body -> body.remove("choices"))),
    CHOICES_EMPTY(
            "F45B",
            "choices-empty",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.edited(good, body -> body.putArray("choices"))),
    MESSAGE_MISSING(
            "F45C",
            "message-missing",
            Stage.DOCUMENT,
            (at, good) ->
                    JsonEdits.choice(
                            good,
                            choice -> {
                                choice.remove("message");
                                choice.put("finish_reason", "content_filter");
                            })),
    CONTENT_NULL(
            "F45D",
            "content-null",
            Stage.DOCUMENT,
            (at, good) ->
                    JsonEdits.choice(
                            good,
                            choice -> {
                                if (choice.get("message") instanceof ObjectNode message) {
                                    message.putNull("content");
                                }
                            })),
    USAGE_MISSING(
            "F46",
            "usage-missing",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.edited(good, body -> body.remove("usage"))),
    USAGE_NULL(
            "F46B",
            "usage-null",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.edited(good, body -> body.putNull("usage"))),
    USAGE_ZERO(
            "F46C",
            "usage-zero",
            Stage.DOCUMENT,
            (at, good) ->
                    JsonEdits.edited(
                            good,
                            body ->
                                    body.putObject("usage")
                                            .put("completion_tokens", 0)
                                            .put("prompt_tokens", 0)
                                            .put("total_tokens", 0))),
    DUPLICATE_KEYS(
            "F47",
            "duplicate-keys",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.prefixed(good, "\"model\":\"another\",\"surprise\":{},")),
    DEEP(
            "F47B",
            "deep-json",
            Stage.DOCUMENT,
            (at, good) ->
                    JsonEdits.prefixed(
                            good, "\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",")),
    HUGE(
            "F47C",
            "huge-json",
            Stage.DOCUMENT,
            (at, good) -> JsonEdits.prefixed(good, "\"huge\":\"" + "x".repeat(50_000_000) + "\",")),
    WRONG_TYPE(
            "F48",
            "wrong-content-type",
            Stage.ANSWER,
            (at, good) -> good.with("content-type", "text/plain")),
    NO_TYPE(
            "F48B",
            "content-type-missing",
            Stage.ANSWER,
            (at, good) -> good.without("content-type")),
    STREAM_FOR_DOCUMENT("F68", "stream-for-document", Stage.DOCUMENT, (at, good) -> at.otherForm());

    private final String id;
    private final String title;
    private final Stage stage;

    @SuppressWarnings("ImmutableEnumChecker") // a method of this file, without any state
    private final BiFunction<Occasion, Answer, List<Step>> does;

    BodyFault(String id, String title, Stage stage, BiFunction<Occasion, Answer, Answer> says) {
        this(id, title, stage, says, (at, answer) -> answer.steps(at.head()));
    }

    BodyFault(
            String id,
            String title,
            Stage stage,
            BiFunction<Occasion, Answer, Answer> says,
            BiFunction<Occasion, Answer, List<Step>> sends) {
        this.id = id;
        this.title = title;
        this.stage = stage;
        this.does = (at, good) -> sends.apply(at, says.apply(at, good));
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

    /** What would have been refused anyway is refused as always. */
    @Override
    public List<Step> steps(Occasion occasion) {
        Answer good = occasion.good();
        return good.status() == 200 ? does.apply(occasion, good) : good.steps(occasion.head());
    }

    private static int cut(Occasion at, Answer good) {
        int length = good.body().length;
        return (int) Math.min(length, at.cut(length / 2));
    }

    private static List<Step> lying(Answer good, int said, int sent) {
        List<Header> headers = new ArrayList<>(good.headers());
        headers.add(new Header("content-length", Integer.toString(said)));
        byte[] head = Framing.head(good.status(), good.reason(), headers);
        byte[] body = Arrays.copyOf(good.body(), sent);
        return List.of(new Step.Bytes(Framing.join(head, body)), new Step.Close());
    }
}
