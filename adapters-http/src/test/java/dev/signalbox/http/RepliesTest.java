package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.ReplySink.Note;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.http.RunningHouse.Wire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class RepliesTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Fault BROKEN = Fault.of(Fault.Kind.BROKEN, "it broke");
    private static final String STREAM = "{\"model\":\"eu\",\"messages\":[],\"stream\":true}";

    @BeforeEach
    void afresh() {
        HOUSE.calls.clear();
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static Outcome relayed(Ending ending) {
        return new Outcome.Relayed(RunningHouse.served(), ending);
    }

    private static void openEvents(ReplySink sink) {
        sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachEventGoesOutWhenItIsThere() {
        BlockingQueue<String> events = new ArrayBlockingQueue<>(10);
        HOUSE.relaying(
                (call, sink) -> {
                    assertThat(call.streamed()).isTrue();
                    openEvents(sink);
                    for (String event = next(events); !event.isEmpty(); event = next(events)) {
                        RunningHouse.event(sink, event);
                    }
                    return relayed(Ending.WHOLE);
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(STREAM);
            events.add("one");
            assertThat(wire.readUntil("data: one\n\n"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/event-stream; charset=utf-8")
                    .containsIgnoringCase("cache-control: no-cache")
                    .containsIgnoringCase("x-accel-buffering: no")
                    .containsIgnoringCase("transfer-encoding: chunked")
                    .containsIgnoringCase("x-litellm-model-id: id-of-eu");
            events.add("two");
            wire.readUntil("data: two\n\n");
            events.add("[DONE]");
            wire.readUntil("data: [DONE]\n\n");
            events.add("");
            wire.readUntil("\r\n0\r\n\r\n");
            HOUSE.relaying((call, sink) -> RunningHouse.document(sink, RunningHouse.ANSWER));
            wire.sendChat(RunningHouse.CHAT);
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnErrorAndWithoutDone() {
        HOUSE.relaying(
                (call, sink) -> {
                    openEvents(sink);
                    RunningHouse.event(sink, "one");
                    sink.breakOff(
                            new Fault(
                                    Fault.Kind.BROKEN,
                                    "line\nbreak \uD800",
                                    new Fault.Wording(
                                            null, null, "x1", new FreeJson("{\n\"a\":1}")),
                                    null));
                    return relayed(Ending.CUT_SHORT);
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(STREAM);
            String all = wire.readToTheEnd();
            assertThat(all)
                    .contains("data: one\n\n")
                    .contains("event: error\ndata: {\"error\":{\"message\":\"")
                    .contains("\"code\":\"x1\"")
                    .contains(
                            "\"innererror\":{ \"a\":1},\"signalbox\":{\"reason\":\"upstream_broken\",\"origin\":\"upstream\"")
                    .doesNotContain("[DONE]")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void anAnswerThatBreaksOffBeforeItsFirstByteIsAnError() {
        for (Form form : Form.values()) {
            HOUSE.relaying(
                    (call, sink) -> {
                        sink.open(RunningHouse.head(form, OptionalLong.empty()));
                        sink.breakOff(BROKEN);
                        return relayed(Ending.CUT_SHORT);
                    });
            HttpResponse<String> answer = HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("it broke");
            assertThat(RunningHouse.header(answer, "x-request-id")).isPresent();
        }
    }

    @Test
    void aDocumentThatBreaksOffIsNeverTakenForAWholeOne() {
        byte[] half = "{\"half\":".getBytes(StandardCharsets.UTF_8);
        for (OptionalLong length : List.of(OptionalLong.of(100), OptionalLong.empty())) {
            HOUSE.relaying(
                    (call, sink) -> {
                        sink.open(RunningHouse.head(Form.DOCUMENT, length));
                        sink.write(half, 0, half.length);
                        sink.write(half, 0, half.length);
                        sink.breakOff(BROKEN);
                        return relayed(Ending.CUT_SHORT);
                    });
            try (Wire wire = HOUSE.wire()) {
                wire.sendChat(RunningHouse.CHAT);
                assertThat(wire.readToTheEnd())
                        .startsWith("HTTP/1.1 200")
                        .contains("{\"half\":{\"half\":")
                        .doesNotContain("\r\n0\r\n")
                        .doesNotContainIgnoringCase("content-length: 16");
            }
        }
    }

    @Test
    void aDocumentShorterThanAnnouncedIsNotPassedOffAsWhole() {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(RunningHouse.head(Form.DOCUMENT, OptionalLong.of(100)));
                    sink.write(new byte[10], 0, 10);
                    return relayed(Ending.WHOLE);
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            assertThat(wire.readToTheEnd()).containsIgnoringCase("content-length: 100");
        }
    }

    @Test
    void aDocumentOfUnknownLengthArrivesWhole() {
        byte[] piece = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        for (int pieces : List.of(0, 1, 5)) {
            HOUSE.relaying(
                    (call, sink) -> {
                        sink.open(RunningHouse.head(Form.DOCUMENT, OptionalLong.empty()));
                        for (int i = 0; i < pieces; i++) {
                            sink.write(piece, 0, piece.length);
                        }
                        return relayed(Ending.WHOLE);
                    });
            assertThat(HOUSE.post("/v1/chat/completions", RunningHouse.CHAT).body())
                    .hasSize(pieces * piece.length);
        }
    }

    @Test
    void onlyHarmlessNotesOfAnUpstreamArePassedOn() {
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(
                            new Head(
                                    Form.DOCUMENT,
                                    "application/json",
                                    OptionalLong.of(2),
                                    RunningHouse.served(),
                                    List.of(
                                            new Note("x-ratelimit-remaining-requests", "7"),
                                            new Note("x-evil", "a\r\nSet-Cookie: b"),
                                            new Note("set-cookie", "c"),
                                            new Note("transfer-encoding", "chunked"),
                                            new Note("content-length", "9"),
                                            new Note("x-request-id", "theirs"),
                                            new Note("x-litellm-version", "theirs"),
                                            new Note("bad name", "x"))));
                    sink.write("{}".getBytes(StandardCharsets.UTF_8), 0, 2);
                    return relayed(Ending.WHOLE);
                });
        HttpResponse<String> answer = HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(RunningHouse.header(answer, "x-ratelimit-remaining-requests")).contains("7");
        assertThat(RunningHouse.header(answer, "x-litellm-version")).contains("1.2.3");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "x-evil", "bad name");
        assertThat(answer.headers().allValues("x-request-id")).doesNotContain("theirs");
    }

    @Test
    void aRefusedCallSaysWhoWasAsked() {
        HOUSE.relaying(
                (call, sink) ->
                        new Outcome.Refused(
                                new Refusal.UpstreamFailed(
                                        RunningHouse.served().group(),
                                        new Fault(
                                                Fault.Kind.RATE_LIMITED,
                                                "slow down",
                                                new Fault.Wording(null, null, "429x", null),
                                                Duration.ofSeconds(7))),
                                RunningHouse.served()));
        HttpResponse<String> answer = HOUSE.post("/v1/chat/completions", RunningHouse.CHAT);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(RunningHouse.header(answer, "retry-after")).contains("7");
        assertThat(RunningHouse.header(answer, "x-litellm-model-id")).contains("id-of-eu");
        assertThat(answer.body()).contains("\"429x\"").contains("throttling_error");
    }

    @Test
    void aCallerWhoLeavesIsNoticedWhileNothingIsWritten() throws Exception {
        CompletableFuture<Long> noticed = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HOUSE.relaying(
                (call, sink) -> {
                    sink.hangup().whenHungUp(() -> noticed.complete(System.nanoTime()));
                    openEvents(sink);
                    RunningHouse.event(sink, "one");
                    asked.countDown();
                    noticed.orTimeout(20, TimeUnit.SECONDS).join();
                    try {
                        RunningHouse.event(sink, "two");
                        gone.complete(false);
                    } catch (CallerGone e) {
                        gone.complete(true);
                    }
                    return relayed(Ending.ABANDONED);
                });
        long left;
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(STREAM);
            wire.readUntil("data: one");
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            left = System.nanoTime();
        }
        long after = noticed.get(20, TimeUnit.SECONDS) - left;
        assertThat(Duration.ofNanos(after)).isLessThan(Duration.ofSeconds(1));
        assertThat(gone.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLeaverIsAlsoNoticedByWriting() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HOUSE.relaying(
                (call, sink) -> {
                    openEvents(sink);
                    try {
                        while (true) {
                            RunningHouse.event(sink, "x".repeat(1000));
                        }
                    } catch (CallerGone e) {
                        gone.complete(true);
                        return relayed(Ending.ABANDONED);
                    }
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(STREAM);
            wire.readUntil("data: x");
        }
        assertThat(gone.get(20, TimeUnit.SECONDS)).isTrue();
    }
}
