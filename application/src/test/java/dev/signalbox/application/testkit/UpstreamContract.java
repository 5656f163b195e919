package dev.signalbox.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.application.testkit.ScriptedHost.Request;
import dev.signalbox.application.testkit.ScriptedHost.Script;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What every upstream must do that speaks OpenAI's dialect over HTTP, whoever it is. */
@Timeout(60)
public abstract class UpstreamContract {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    /** A chat answer in pieces, as Azure sends it: a filter's word first, two choices. */
    protected static final String STREAM =
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                    + "\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n"
                    + ": a comment\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"grün €\"}}],"
                    + "\"model\":\"gpt-x\"}\n\n"
                    + "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"\\uD83D\\uDE00\"},"
                    + "\"finish_reason\":null}],\"model\":\"gpt-x\",\"error\":null}\r\n\r\n"
                    + "data:{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\r"
                    + "event: message\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{},"
                    + "\"finish_reason\":\"length\"}]}\n\n"
                    + "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\n"
                    + "data: [DONE]\n\n";

    private static final String DONE = "data: [DONE]\n\n";

    private static final String DOCUMENT =
            "{\"choices\": [{\"index\":0, \"message\":{\"content\":\"grün\"}}],"
                    + " \"model\":\"gpt-x\", \"error\": null}\n";

    /** Where questions go. */
    protected final ScriptedHost host = ScriptedHost.start();

    /** An upstream that lies at the address of {@link #host}. */
    protected abstract Upstream upstreamAt(String address);

    @AfterEach
    void stopHost() throws IOException {
        host.close();
    }

    @Test
    void aQuestionGoesUpAsItCameButForTheModel() {
        host.always(it -> it.answer(200, JSON, DOCUMENT));
        String before =
                " \t{\"user\":\"usha\", \"x\":\"\u0001\\u00e9\uD83D\uDE00\\ud800\",\"model\" : ";
        String behind = " , \"n\":1.50,\r\n\"messages\":[{\"model\":\"inner\"}, {}]}\n";

        Attempt attempt =
                upstream().open(order(call(before + "\"asked\"" + behind, false), new Hangup()));

        assertThat(attempt).isInstanceOf(Opened.class);
        Request request = host.requests().get(0);
        assertThat(request.text()).startsWith(before + "\"").endsWith("\"" + behind);
        assertThat(request.text()).doesNotContain("\"asked\"");
        assertThat(request.header("content-length"))
                .contains(String.valueOf(request.body().length));
    }

    @Test
    void aLargeQuestionGoesUpWhole() {
        host.always(it -> it.answer(200, JSON, DOCUMENT));
        String long1 = "x".repeat(3_000_000);

        relayed("{\"model\":\"asked\",\"prompt\":\"" + long1 + "\"}", false, new RecordingSink());

        assertThat(host.requests().get(0).text()).endsWith(",\"prompt\":\"" + long1 + "\"}");
    }

    @Test
    void onlyOurOwnHeadersGoUp() {
        host.always(it -> it.answer(200, JSON, DOCUMENT));

        relayed(true, new RecordingSink());
        relayed(false, new RecordingSink());

        Request streamed = host.requests().get(0);
        assertThat(streamed.header("accept")).contains("text/event-stream");
        assertThat(host.requests().get(1).header("accept")).contains(JSON);
        assertThat(streamed.header("content-type")).contains(JSON);
        assertThat(streamed.header("accept-encoding")).contains("identity");
        assertThat(streamed.header("user-agent").orElse("")).matches("signalbox/[0-9.]+");
        assertThat(streamed.headers()).anyMatch(it -> it.endsWith("request-id: call-7"));
        assertThat(streamed.headers()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void aDocumentIsRelayedByteForByte() {
        host.always(it -> it.answer(200, JSON + "; charset=utf-8", DOCUMENT));
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(false, sink)).isEqualTo(Ending.WHOLE);

        Head head = sink.head().orElseThrow();
        assertThat(sink.text()).isEqualTo(DOCUMENT);
        assertThat(head.form()).isEqualTo(Form.DOCUMENT);
        assertThat(head.mediaType()).isEqualTo(JSON + "; charset=utf-8");
        assertThat(head.length()).hasValue(DOCUMENT.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aLargeDocumentIsRelayedAsItComes() {
        String large = "{\"data\":[" + "[0.123456789],".repeat(40_000) + "[]]}";
        CountDownLatch half = new CountDownLatch(1);
        host.always(
                it ->
                        it.send("HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n")
                                .send(large.substring(0, large.length() / 2))
                                .stallUntil(half)
                                .send(large.substring(large.length() / 2)));
        RecordingSink sink = new RecordingSink();

        Ending ending = relayed(false, new Telling(sink, half));

        assertThat(ending).isEqualTo(Ending.WHOLE);
        assertThat(sink.head().orElseThrow().length()).hasValue(large.length());
        assertThat(sink.text()).isEqualTo(large);
    }

    @Test
    void eventsAreRelayedByteForByteAndOneByOne() {
        host.always(it -> it.begin(EVENTS).chunk(STREAM).end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(STREAM);
        assertThat(sink.head().orElseThrow().form()).isEqualTo(Form.EVENTS);
        assertThat(sink.writes())
                .hasSize(8)
                .allMatch(it -> it.matches("(?s).*(\n\n|\r\r|\r\n\r\n)"));
    }

    @Test
    void aLengthBesideChunksDoesNotCount() {
        host.always(
                it ->
                        it.send(
                                        "HTTP/1.1 200 OK\r\nContent-Type: "
                                                + EVENTS
                                                + "\r\nContent-Length: 3\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n")
                                .chunk(STREAM)
                                .end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(STREAM);
    }

    @Test
    void anEventIsHandedOnBeforeTheNextIsThere() {
        CountDownLatch firstSeen = new CountDownLatch(1);
        host.always(
                it -> it.begin(EVENTS).chunk(event("a")).stallUntil(firstSeen).chunk(rest()).end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, new Telling(sink, firstSeen))).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(event("a") + rest());
    }

    @Test
    void asidesWithoutEndAreNotHeldBackWithoutEnd() {
        String asides = ": still thinking\n\n".repeat(40_000);
        CountDownLatch firstSeen = new CountDownLatch(1);
        host.always(it -> it.begin(EVENTS).chunk(asides).stallUntil(firstSeen).chunk(rest()).end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, new Telling(sink, firstSeen))).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(asides + rest());
    }

    @Test
    void aStreamSplitAtEveryByteRelaysTheSame() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        Upstream upstream = upstream();
        for (int i = 1; i < stream.length; i++) {
            byte[] begin = Arrays.copyOf(stream, i);
            byte[] end = Arrays.copyOfRange(stream, i, stream.length);
            host.once(it -> it.begin(EVENTS).chunk(begin).chunk(end).end());
            RecordingSink sink = new RecordingSink();

            assertThat(relayed(upstream, true, sink)).as("split at %d", i).isEqualTo(Ending.WHOLE);

            assertThat(sink.bytes()).as("split at %d", i).isEqualTo(stream);
        }
    }

    @Test
    void anAnswerThatAFilterCutIsAFailureForWhoeverAsksForAWholeOne() {
        host.always(
                it ->
                        it.answer(
                                200,
                                JSON,
                                "{\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\"}]}"));
        Served served = new Served(new ModelName("group"), Models.deployment("group"));
        Order whole =
                new Order(
                        call(false),
                        served,
                        Naming.AS_SERVED,
                        Patience.DEFAULT,
                        new Hangup(),
                        true,
                        null);
        Upstream upstream = upstream();

        Attempt filtered = upstream.open(whole);

        assertThat(((Faulted) filtered).fault().kind()).isEqualTo(Kind.CONTENT_POLICY);
        assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);
    }

    @Test
    void aStreamThatDribblesRelaysTheSame() {
        host.always(it -> it.begin(EVENTS).dribble(chunked(STREAM)).end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(STREAM);
    }

    @Test
    void aStreamCutAtAnyByteIsNotPassedOffAsWhole() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        int done =
                STREAM.substring(0, STREAM.indexOf("[DONE]"))
                                .getBytes(StandardCharsets.UTF_8)
                                .length
                        + 6;
        Upstream upstream = upstream();
        for (int i = 0; i < done; i++) {
            byte[] begin = Arrays.copyOf(stream, i);
            host.once(
                    it -> {
                        it.begin(EVENTS).chunk(begin).hangUp();
                    });

            requireCut(upstream, stream, "cut at " + i);
        }
    }

    @Test
    void aStreamCutInItsFramingIsNotPassedOffAsWhole() {
        byte[] stream =
                STREAM.substring(0, STREAM.indexOf("data: [DONE]"))
                        .getBytes(StandardCharsets.UTF_8);
        byte[] chunked = chunked(new String(stream, StandardCharsets.UTF_8));
        Upstream upstream = upstream();
        for (int i = 0; i < chunked.length; i++) {
            byte[] begin = Arrays.copyOf(chunked, i);
            host.once(it -> it.begin(EVENTS).send(begin).reset());

            requireCut(upstream, stream, "cut at " + i);
        }
    }

    @Test
    void aStreamWithoutFramingCutBeforeItsChoicesEndIsNotPassedOffAsWhole() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        int finished =
                STREAM.substring(0, STREAM.indexOf("data: {\"choices\":[],\"usage\""))
                        .getBytes(StandardCharsets.UTF_8)
                        .length;
        Upstream upstream = upstream();
        for (int i = 0; i < finished; i++) {
            byte[] begin = Arrays.copyOf(stream, i);
            host.once(
                    it -> {
                        it.send("HTTP/1.1 200 OK\r\nContent-Type: " + EVENTS + "\r\n\r\n")
                                .send(begin)
                                .hangUp();
                    });

            requireCut(upstream, stream, "cut at " + i);
        }
    }

    private void requireCut(Upstream upstream, byte[] stream, String where) {
        RecordingSink sink = new RecordingSink();
        switch (upstream.open(order(call(true), sink.hangup()))) {
            case Faulted faulted -> assertThat(sink.head()).as(where).isEmpty();
            case Opened opened -> {
                assertThat(relay(opened, sink)).as(where).isEqualTo(Ending.CUT_SHORT);
                assertThat(sink.brokenOff()).as(where).isPresent();
                byte[] relayed = sink.bytes();
                assertThat(relayed).as(where).isEqualTo(Arrays.copyOf(stream, relayed.length));
            }
        }
    }

    @Test
    void aStreamThatEndsWithoutDoneIsWholeIfItsChoicesHaveEnded() {
        String stream = event("a") + finish();
        host.always(it -> it.begin(EVENTS).chunk(stream).end());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(stream);
    }

    @Test
    void nobodyWaitsForWhatComesBehindDone() {
        host.always(
                it -> it.begin(EVENTS).chunk(event("a") + rest() + event("late")).awaitPeerGone());
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(true, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.text()).isEqualTo(event("a") + rest());
    }

    @Test
    void anErrorIsAFault() {
        host.always(
                it ->
                        it.send(
                                "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 56\r\n\r\n"
                                        + "{\"error\":{\"message\":\"too many\",\"type\":\"t\","
                                        + "\"code\":\"c\"}}  "));

        Fault fault = fault(false);

        assertThat(fault.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(fault.message()).isEqualTo("too many");
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(fault.wording()).isEqualTo(new Fault.Wording("t", null, "c", null));
    }

    @Test
    void anErrorAsTheFirstEventIsAFault() {
        String error = "data: {\"error\":{\"message\":\"sorry\",\"code\":\"429\"}}\n\n";
        host.always(it -> it.begin(EVENTS).chunk(annotation() + error).end());

        Fault fault = fault(true);

        assertThat(fault.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(fault.message()).isEqualTo("sorry");
    }

    @Test
    void anErrorInAWholeDocumentIsAFault() {
        host.always(it -> it.answer(200, JSON, "{\"error\":{\"message\":\"sorry\"}}"));

        assertThat(fault(false).message()).isEqualTo("sorry");
    }

    @Test
    void anErrorInMidStreamBreaksOff() {
        for (String error :
                List.of(
                        "data: {\"error\":{\"message\":\"sorry\",\"code\":\"x\"}}\n\n",
                        "event: error\ndata: {\"message\":\"sorry\",\"code\":\"x\"}\n\n")) {
            host.once(it -> it.begin(EVENTS).chunk(event("a") + error + rest()).end());
            RecordingSink sink = new RecordingSink();

            assertThat(relayed(true, sink)).isEqualTo(Ending.CUT_SHORT);

            assertThat(sink.text()).isEqualTo(event("a"));
            assertThat(sink.brokenOff().orElseThrow().message()).isEqualTo("sorry");
            assertThat(sink.brokenOff().orElseThrow().wording().code()).isEqualTo("x");
        }
    }

    @Test
    void whatCannotBeReadIsAFault() {
        for (Script script :
                List.<Script>of(
                        it -> it.answer(200, JSON, ""),
                        it -> it.answer(200, "text/html", "<html>welcome</html>"),
                        it -> it.answer(200, JSON, "{\"choices\":[{\"index\":0"),
                        it -> it.answer(200, JSON, "[1]"),
                        it -> it.answer(200, EVENTS, ""),
                        it -> it.answer(200, EVENTS, "data: {broken\n\n"),
                        it ->
                                it.send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"a\":1}")
                                        .hangUp(),
                        it ->
                                it.send(
                                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                                                + "Content-Length: 2\r\n\r\n{}"),
                        it -> it.send("what?\r\n\r\n").hangUp(),
                        it ->
                                it.send(
                                        "HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\n"
                                                + "Content-Length: 0\r\n\r\n"))) {
            host.once(script);

            Fault fault = fault(false);

            assertThat(fault.kind())
                    .as("question %d: %s", host.requests().size(), fault)
                    .isEqualTo(Kind.UNREADABLE);
        }
    }

    @Test
    void theFormIsJudgedByTheBytes() {
        host.once(it -> it.send("HTTP/1.1 200 OK\r\n\r\n" + STREAM).hangUp());
        RecordingSink unnamed = new RecordingSink();
        assertThat(relayed(false, unnamed)).isEqualTo(Ending.WHOLE);
        assertThat(unnamed.head().orElseThrow().form()).isEqualTo(Form.EVENTS);
        assertThat(unnamed.head().orElseThrow().mediaType()).isEqualTo(EVENTS);

        host.once(it -> it.answer(200, EVENTS, DOCUMENT));
        RecordingSink misnamed = new RecordingSink();
        assertThat(relayed(true, misnamed)).isEqualTo(Ending.WHOLE);
        assertThat(misnamed.head().orElseThrow().mediaType()).isEqualTo(JSON);
        assertThat(misnamed.text()).isEqualTo(DOCUMENT);
    }

    @Test
    void aLargeDocumentThatBreaksOffIsNotPassedOffAsWhole() {
        String large = "{\"data\":[" + "1,".repeat(100_000);
        host.once(
                it ->
                        it.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + large)
                                .hangUp());
        host.once(it -> it.send("HTTP/1.1 200 OK\r\n\r\n" + large).hangUp());
        for (int i = 0; i < 2; i++) {
            RecordingSink sink = new RecordingSink();

            assertThat(relayed(false, sink)).isEqualTo(Ending.CUT_SHORT);

            assertThat(sink.brokenOff()).isPresent();
            assertThat(large).startsWith(sink.text());
        }
    }

    @Test
    void theNameThatWasAskedForStandsInTheAnswerIfThatIsWanted() {
        host.once(it -> it.answer(200, JSON, DOCUMENT));
        host.once(it -> it.begin(EVENTS).chunk(STREAM).end());
        RecordingSink document = new RecordingSink();
        RecordingSink events = new RecordingSink();

        relay((Opened) upstream().open(order(call(false), Naming.AS_ASKED)), document);
        relay((Opened) upstream().open(order(call(true), Naming.AS_ASKED)), events);

        String asked = "\"model\":\"asked \\\"ü\\\"\"";
        assertThat(document.text())
                .isEqualTo(DOCUMENT.replaceAll("\"model\":\"[^\"]*\"", quoted(asked)));
        assertThat(events.text())
                .isEqualTo(STREAM.replaceAll("\"model\":\"[^\"]*\"", quoted(asked)));
        assertThat(document.head().orElseThrow().length()).hasValue(document.bytes().length);
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }

    @Test
    void whatTheUpstreamSaysOfItsLimitsIsHandedOnAndNothingElse() {
        host.always(
                it ->
                        it.send(
                                "HTTP/1.1 200 OK\r\nX-RateLimit-Remaining-Tokens: 99\r\n"
                                        + "x-ratelimit-limit-tokens: -1\r\napim-request-id: a\r\n"
                                        + "x-ratelimit-reset-requests: 6m0s\r\nset-cookie: b=c\r\n"
                                        + "Content-Length: 2\r\n\r\n{}"));
        RecordingSink sink = new RecordingSink();

        assertThat(relayed(false, sink)).isEqualTo(Ending.WHOLE);

        assertThat(sink.head().orElseThrow().notes())
                .containsExactlyInAnyOrder(
                        new ReplySink.Note("x-ratelimit-remaining-tokens", "99"),
                        new ReplySink.Note("x-ratelimit-reset-requests", "6m0s"));
    }

    @Test
    void whereNobodyListensNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        Attempt attempt =
                upstreamAt("http://127.0.0.1:" + port).open(order(call(false), new Hangup()));

        assertThat(((Faulted) attempt).fault().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aConnectionThatBreaksUnansweredIsAFault() {
        host.always(it -> it.reset());
        assertThat(fault(false).kind()).isEqualTo(Kind.UNREACHABLE);

        host.always(it -> it.hangUp());
        assertThat(fault(false).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(host.requests()).as("a fresh connection is not tried again").hasSize(2);
    }

    @Test
    void anUpstreamThatDoesNotAnswerIsNotWaitedForLongerThanPatience() {
        for (Script script :
                List.<Script>of(
                        it -> it.awaitPeerGone(),
                        it -> it.send("HTTP/1.1 200").awaitPeerGone(),
                        it -> it.begin(EVENTS).awaitPeerGone(),
                        it -> it.begin(EVENTS).chunk("{").awaitPeerGone(),
                        it -> it.begin(EVENTS).chunk(annotation()).awaitPeerGone())) {
            host.once(script);

            Attempt attempt = upstream().open(order(call(true), patience(200, 60_000, 60_000)));

            assertThat(((Faulted) attempt).fault().kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void aStreamThatFallsSilentIsBrokenOff() {
        host.always(it -> it.begin(EVENTS).chunk(event("a")).awaitPeerGone());
        RecordingSink sink = new RecordingSink();
        Order order = order(call(true), patience(60_000, 200, 60_000));

        assertThat(relay((Opened) upstream().open(order), sink)).isEqualTo(Ending.CUT_SHORT);

        assertThat(sink.brokenOff().orElseThrow().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(sink.text()).isEqualTo(event("a"));
    }

    @Test
    void aStreamThatGoesOnForTooLongIsBrokenOff() {
        host.always(
                it -> {
                    it.begin(EVENTS);
                    while (true) {
                        it.chunk(event("a"));
                    }
                });
        RecordingSink sink = new RecordingSink();
        Order order = order(call(true), patience(60_000, 60_000, 300));

        assertThat(relay((Opened) upstream().open(order), sink)).isEqualTo(Ending.CUT_SHORT);

        assertThat(sink.brokenOff().orElseThrow().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void aCallerWhoLeavesWhileNobodyAnswersIsFeltUpstreamAtOnce() throws Exception {
        for (String begun : List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nda")) {
            CountDownLatch begin = new CountDownLatch(1);
            Hangup hangup = new Hangup();
            assertLeaverIsFelt(
                    it -> {
                        it.send(begun);
                        begin.countDown();
                    },
                    begin,
                    hangup,
                    () -> {
                        Attempt attempt = upstream().open(order(call(true), hangup));
                        assertThat(attempt).isInstanceOf(Faulted.class);
                    });
        }
    }

    @Test
    void aCallerWhoLeavesInTheMiddleIsFeltUpstreamAtOnce() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        RecordingSink sink = new RecordingSink();
        assertLeaverIsFelt(
                it -> it.begin(EVENTS).chunk(event("a")),
                written,
                sink.hangup(),
                () -> {
                    Ending ending = relayed(true, new Telling(sink, written));
                    assertThat(ending).isEqualTo(Ending.ABANDONED);
                    assertThat(sink.brokenOff()).isEmpty();
                });
    }

    private void assertLeaverIsFelt(
            Script script, CountDownLatch when, Hangup hangup, Runnable asking) throws Exception {
        CountDownLatch felt = new CountDownLatch(1);
        AtomicLong left = new AtomicLong();
        AtomicLong feltAt = new AtomicLong();
        host.once(
                it -> {
                    script.play(it);
                    it.awaitPeerGone();
                    feltAt.set(System.nanoTime());
                    felt.countDown();
                });
        Thread leaver =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    await(when);
                                    left.set(System.nanoTime());
                                    hangup.hangUp();
                                });
        asking.run();
        leaver.join();
        await(felt);
        assertThat(Duration.ofNanos(feltAt.get() - left.get())).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void whatAnAnswerTookIsFoundInPassing() {
        String usage = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}";
        Usage took = new Usage(9, 4, 0, 0);
        String text = "\\\"usage\\\":{".repeat(10_000);
        for (String content : List.of("a", text)) {
            host.once(it -> it.answer(200, JSON, "{\"text\":\"" + content + "\"," + usage + "}"));
            host.once(
                    it ->
                            it.begin(EVENTS)
                                    .chunk(event(content))
                                    .chunk(finish())
                                    .chunk("data: {\"choices\":[]," + usage + "}\n\n")
                                    .chunk("data: [DONE]\n\n")
                                    .end());

            assertThat(took(false)).isEqualTo(took);
            assertThat(took(true)).isEqualTo(took);
        }
        host.once(it -> it.begin(EVENTS).chunk(event("a")).chunk(rest()).end());
        assertThat(took(true)).as("nothing was said").isNull();
    }

    private @Nullable Usage took(boolean streamed) {
        Opened opened = (Opened) upstream().open(order(call(streamed), new Hangup()));
        try (Answer answer = opened.answer()) {
            return answer.relayTo(new RecordingSink()).usage();
        }
    }

    @Test
    void theUsageOfAStreamIsAskedForAndKeptFromWhoeverDidNotAsk() {
        String usage =
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
        for (String written :
                List.of(
                        "",
                        ",\"stream_options\":null",
                        ",\"stream_options\":{}",
                        ",\"stream_options\":{\"x\":[1]}",
                        ",\"stream_options\":{\"include_usage\":false}")) {
            RecordingSink sink = new RecordingSink();
            host.once(it -> it.begin(EVENTS).chunk(event("a") + finish() + usage + DONE).end());

            Answer.Relayed relayed = streamed(written, sink);

            assertThat(relayed.usage()).as(written).isEqualTo(new Usage(5, 2, 0, 0));
            assertThat(host.requests().getLast().text())
                    .as(written)
                    .contains("\"include_usage\":true");
            assertThat(sink.text()).as(written).isEqualTo(event("a") + finish() + DONE);
        }
        assertThat(host.requests().get(3).text()).contains("{\"x\":[1],\"include_usage\":true}");
    }

    @Test
    void whoeverAsksForTheUsageOfAStreamGetsIt() {
        String usage =
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
        RecordingSink sink = new RecordingSink();
        host.once(it -> it.begin(EVENTS).chunk(event("a") + finish() + usage + DONE).end());

        streamed(",\"stream_options\":{ \"include_usage\" : true }", sink);

        assertThat(sink.text()).isEqualTo(event("a") + finish() + usage + DONE);
        assertThat(host.requests().getLast().text())
                .contains("\"stream_options\":{ \"include_usage\" : true }");
    }

    private Answer.Relayed streamed(String more, RecordingSink sink) {
        Call call = call("{\"model\":\"asked\",\"stream\":true" + more + "}", true);
        Opened opened = (Opened) upstream().open(order(call, new Hangup()));
        try (Answer answer = opened.answer()) {
            return answer.relayTo(sink);
        }
    }

    @Test
    void whatWasWrittenIsPutTogetherFromTheEvents() {
        String role = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
        assertThat(words(role + event("Gr\\u00fc") + event("n\\n") + event("!")))
                .isEqualTo(new Answer.Words("Grün\n!", true));
        assertThat(words(role)).isEqualTo(new Answer.Words("", true));
    }

    @Test
    void whatIsMoreThanWordsIsCountedButIsNoPlainText() {
        String second = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\n";
        assertThat(words(event("a") + second)).isEqualTo(new Answer.Words("ab", false));
        String tool =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"tool_calls\":"
                        + "[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n";
        assertThat(words(event("a") + tool)).isEqualTo(new Answer.Words("af{}", false));
        String thought =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n";
        assertThat(words(thought + event("a"))).isEqualTo(new Answer.Words("hma", false));
    }

    /** Of a stream that breaks off behind these events. */
    private Answer.Words words(String events) {
        host.once(it -> it.begin(EVENTS).chunk(events).end());
        Opened opened = (Opened) upstream().open(order(call(true), new Hangup()));
        try (Answer answer = opened.answer()) {
            Answer.Relayed relayed = answer.relayTo(new RecordingSink());
            assertThat(relayed.ending()).isEqualTo(Ending.CUT_SHORT);
            return relayed.words();
        }
    }

    @Test
    void aCallerWhoIsGoneAtAWriteIsFeltUpstream() {
        CountDownLatch felt = new CountDownLatch(1);
        host.always(
                it -> {
                    it.begin(EVENTS).chunk(event("a") + event("b")).awaitPeerGone();
                    felt.countDown();
                });
        RecordingSink sink = new RecordingSink().leavingAfter(1);

        assertThat(relayed(true, sink)).isEqualTo(Ending.ABANDONED);

        await(felt);
        assertThat(sink.brokenOff()).isEmpty();
    }

    @Test
    void anAnswerThatIsClosedUnreadLetsGoOfTheUpstream() {
        CountDownLatch felt = new CountDownLatch(1);
        host.always(
                it -> {
                    it.begin(EVENTS).chunk(event("a")).awaitPeerGone();
                    felt.countDown();
                });

        ((Opened) upstream().open(order(call(true), new Hangup()))).answer().close();

        await(felt);
    }

    @Test
    void aConnectionIsUsedAgainAfterADocumentAndAfterAnError() {
        Upstream upstream = upstream();
        host.once(it -> it.answer(200, JSON, DOCUMENT));
        host.once(it -> it.answer(429, JSON, "{\"error\":{\"message\":\"later\"}}"));
        host.once(it -> it.answer(200, JSON, DOCUMENT));

        assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);
        assertThat(upstream.open(order(call(false), new Hangup()))).isInstanceOf(Faulted.class);
        assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        assertThat(host.requests()).hasSize(3);
        assertThat(host.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionIsUsedAgainAfterAStream() {
        Upstream upstream = upstream();
        host.always(it -> it.begin(EVENTS).chunk(STREAM).end());
        // Nobody waits for the end behind [DONE], so a question that comes at once may miss it.
        for (int i = 0; i < 50; i++) {
            assertThat(relayed(upstream, true, new RecordingSink())).isEqualTo(Ending.WHOLE);
        }

        assertThat(host.connections()).isLessThan(50);
    }

    @Test
    void aConnectionThatWentStaleIsReplacedUnnoticed() {
        Upstream upstream = upstream();
        for (Script broken : List.<Script>of(it -> it.hangUp(), it -> it.reset())) {
            host.once(it -> it.answer(200, JSON, DOCUMENT));
            host.once(broken);
            host.once(it -> it.answer(200, JSON, DOCUMENT));
            assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);

            assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);
        }
        assertThat(host.requests()).hasSize(6);
    }

    @Test
    void aQuestionWhoseAnswerHadBegunIsNotAskedAgain() {
        Upstream upstream = upstream();
        host.once(it -> it.answer(200, JSON, DOCUMENT));
        host.once(it -> it.send("HTTP/1.1 2").hangUp());
        assertThat(relayed(upstream, false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        assertThat(upstream.open(order(call(false), new Hangup()))).isInstanceOf(Faulted.class);

        assertThat(host.requests()).hasSize(2);
    }

    /** An upstream at {@link #host}. */
    protected final Upstream upstream() {
        return upstreamAt(host.address());
    }

    /** What is wrong with the answer to a chat call. */
    protected final Fault fault(boolean streamed) {
        Attempt attempt = upstream().open(order(call(streamed), new Hangup()));
        assertThat(attempt).isInstanceOf(Faulted.class);
        return ((Faulted) attempt).fault();
    }

    /** Asks with a chat call and relays the answer. */
    protected final Ending relayed(boolean streamed, ReplySink sink) {
        return relayed(upstream(), streamed, sink);
    }

    private static Ending relayed(Upstream upstream, boolean streamed, ReplySink sink) {
        Attempt attempt = upstream.open(order(call(streamed), sink.hangup()));
        assertThat(attempt).isInstanceOf(Opened.class);
        return relay((Opened) attempt, sink);
    }

    private void relayed(String body, boolean streamed, ReplySink sink) {
        relay((Opened) upstream().open(order(call(body, streamed), sink.hangup())), sink);
    }

    private static Ending relay(Opened opened, ReplySink sink) {
        try (Answer answer = opened.answer()) {
            Answer.Relayed relayed = answer.relayTo(sink);
            assertThat(relayed.fault() != null)
                    .as("a fault says why it was cut short")
                    .isEqualTo(relayed.ending() == Ending.CUT_SHORT);
            if (relayed.fault() != null) {
                sink.breakOff(relayed.fault());
            }
            return relayed.ending();
        }
    }

    /** A chat call. */
    protected static Call call(boolean streamed) {
        // Whoever asks for the usage gets every event as it came.
        String options = streamed ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return call("{\"model\":\"asked\",\"stream\":" + streamed + options + "}", streamed);
    }

    /** A chat call with that body. */
    protected static Call call(String body, boolean streamed) {
        return new Call(
                "call-7",
                Endpoint.CHAT_COMPLETIONS,
                null,
                new ModelName("asked \"ü\""),
                streamed,
                Bodies.of(body));
    }

    /** That call for whoever is there, with as much patience as is usual. */
    protected static Order order(Call call, Hangup hangup) {
        return order(call, Naming.AS_SERVED, Patience.DEFAULT, hangup);
    }

    private static Order order(Call call, Naming naming) {
        return order(call, naming, Patience.DEFAULT, new Hangup());
    }

    private static Order order(Call call, Patience patience) {
        return order(call, Naming.AS_SERVED, patience, new Hangup());
    }

    private static Order order(Call call, Naming naming, Patience patience, Hangup hangup) {
        Served served = new Served(new ModelName("group"), Models.deployment("group"));
        return new Order(call, served, naming, patience, hangup);
    }

    private static Patience patience(long first, long silence, long total) {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofMillis(first),
                Duration.ofMillis(silence),
                Duration.ofMillis(total));
    }

    private static String event(String content) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + content
                + "\"}}]}\n\n";
    }

    private static String finish() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    }

    private static String rest() {
        return finish() + DONE;
    }

    private static String annotation() {
        return "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n";
    }

    /** One chunk without the last one. */
    private static byte[] chunked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String framed = Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n";
        return framed.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Tells when something was written. */
    private record Telling(RecordingSink sink, CountDownLatch written) implements ReplySink {
        @Override
        public void decidedUnder(long revision) {
            sink.decidedUnder(revision);
        }

        @Override
        public void open(Head head) {
            sink.open(head);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            sink.write(bytes, offset, length);
            written.countDown();
        }

        @Override
        public void mayStillUse(List<Standing> standings) {
            sink.mayStillUse(standings);
        }

        @Override
        public void costs(NanoUsd cost) {
            sink.costs(cost);
        }

        @Override
        public void breakOff(Fault fault) {
            sink.breakOff(fault);
        }

        @Override
        public Hangup hangup() {
            return sink.hangup();
        }
    }
}
