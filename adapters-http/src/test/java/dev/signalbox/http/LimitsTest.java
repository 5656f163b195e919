package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.http.RunningHouse.Wire;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

class LimitsTest {

    private static final int LIMIT = 100_000;
    private static final int BUDGET = 500_000;

    private static final RunningHouse HOUSE =
            new RunningHouse(
                    settings ->
                            settings.withBodies(LIMIT, 10_000, BUDGET)
                                    .withHeads(32 * 1024, Duration.ofMillis(1500)));

    @BeforeEach
    void afresh() {
        HOUSE.relaying((call, sink) -> RunningHouse.document(sink, RunningHouse.ANSWER));
        HOUSE.calls.clear();
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static String body(int length) {
        String head = "{\"model\":\"eu\",\"messages\":[],\"x\":\"";
        return head + "x".repeat(length - head.length() - 2) + "\"}";
    }

    private static String chunkedHead() {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + RunningHouse.MASTER
                + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v1/models HT", "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-A: "})
    void aHeadThatDoesNotComeInEndsTheConnection(String beginning) {
        try (Wire wire = HOUSE.wire()) {
            wire.send(beginning);
            long before = System.nanoTime();
            assertThat(wire.readToTheEnd()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(1000), Duration.ofMillis(4000));
        }
    }

    @Test
    void aHeadThatDribblesInEndsTheConnectionAlsoBehindAnotherRequest() {
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            wire.readUntil("}");
            wire.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n");
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    wire.send("x");
                                    wire.socket.setSoTimeout(100);
                                    expectSilence(wire);
                                }
                            })
                    .isInstanceOf(Exception.class);
        }
    }

    private static void expectSilence(Wire wire) throws IOException {
        try {
            int b = wire.socket.getInputStream().read();
            throw new IllegalStateException("closed or answered: " + b);
        } catch (java.net.SocketTimeoutException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void aConnectionMayRestBetweenTwoRequestsLongerThanAHeadMayTake() throws Exception {
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            wire.readUntil("}");
            wire.socket.setSoTimeout(2500);
            expectSilence(wire);
            wire.socket.setSoTimeout(5000);
            wire.sendChat(RunningHouse.CHAT);
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void longHeadsAreRefused() {
        try (Wire wire = HOUSE.wire()) {
            wire.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 414").contains("\"error\"");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(60_000) + "\r\n\r\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 431").contains("\"error\"");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(1000) + "\r\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 431").contains("\"error\"");
        }
        StringBuilder many = new StringBuilder("GET / HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < 1000; i++) {
            many.append("X-").append(i).append(": b\r\n");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send(many + "\r\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 431").contains("\"error\"");
        }
    }

    @Test
    void aBodyUpToTheLimitIsTakenAndNotAByteMore() {
        assertThat(HOUSE.post("/v1/chat/completions", body(LIMIT)).statusCode()).isEqualTo(200);
        assertThat(HOUSE.calls.getLast().body().length()).isEqualTo(LIMIT);
        try (Wire wire = HOUSE.wire()) {
            wire.send(Wire.chat(body(LIMIT + 1)));
            assertThat(wire.readToTheEnd())
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("connection: close")
                    .contains("\"error\"");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send(chunkedHead() + chunk(body(LIMIT)) + "0\r\n\r\n");
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
            wire.send(
                    chunkedHead()
                            + chunk("{\"model\":\"eu\",")
                            + chunk("\"messages\":[]}")
                            + "0\r\n\r\n");
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send(chunkedHead() + chunk(body(60_000)) + chunk(body(60_000)));
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 413").contains("\"error\"");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send(chunkedHead() + "7fffffff\r\n" + "x");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 413").contains("\"error\"");
        }
        assertThat(HOUSE.calls).hasSize(3);
    }

    @Test
    void chunksThatAreNotFramedAreRefusedAndTheirBytesAreNotRepeated() {
        String chat = RunningHouse.CHAT;
        String size = Integer.toHexString(chat.length());
        for (String chunks :
                List.of(
                        "+" + size + "\r\n" + chat + "\r\n0\r\n\r\n",
                        "-" + size + "\r\n" + chat + "\r\n0\r\n\r\n",
                        "0x" + size + "\r\n" + chat + "\r\n0\r\n\r\n",
                        size + " x\r\n" + chat + "\r\n0\r\n\r\n",
                        "100000000\r\n" + chat + "\r\n0\r\n\r\n",
                        "\r\n" + chat + "\r\n0\r\n\r\n",
                        size + "\n" + chat + "\n0\n\n",
                        size + "\r\n" + chat + "XX0\r\n\r\n",
                        size + "\r\n" + chat + chat + "\r\n0\r\n\r\n",
                        size + "\r\n" + chat + "\r\n0\r\nTrailer: x\r\n\r\n")) {
            try (Wire wire = HOUSE.wire()) {
                wire.send(chunkedHead() + chunks);
                assertThat(wire.readToTheEnd())
                        .as(chunks)
                        .startsWith("HTTP/1.1 400")
                        .contains("\"error\"")
                        .doesNotContain("messages");
            }
        }
        assertThat(HOUSE.calls).isEmpty();
    }

    @Test
    void extensionsOfChunksAreIgnored() {
        try (Wire wire = HOUSE.wire()) {
            String chat = RunningHouse.CHAT;
            String size = Integer.toHexString(chat.length()).toUpperCase(Locale.ROOT);
            for (String extension : List.of(";a=b", " ; a=\"b\"")) {
                wire.send(chunkedHead() + size + extension + "\r\n" + chat + "\r\n0;last\r\n\r\n");
                assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aChunkLineWithoutAnEndIsNotCollectedForEver() {
        try (Wire wire = HOUSE.wire()) {
            assertThatThrownBy(
                            () -> {
                                wire.send(chunkedHead() + "1;");
                                for (int i = 0; i < 100_000; i++) {
                                    wire.send("x".repeat(1024));
                                }
                            })
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void bodiesInFlightShareABudgetAndGiveItBack() throws Exception {
        CountDownLatch held = new CountDownLatch(5);
        CountDownLatch release = new CountDownLatch(1);
        HOUSE.relaying(
                (call, sink) -> {
                    held.countDown();
                    await(release);
                    return RunningHouse.document(sink, RunningHouse.ANSWER);
                });
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            wires.add(HOUSE.wire().send(Wire.chat(body(LIMIT))));
        }
        await(held);
        HttpResponse<String> beyond = HOUSE.post("/v1/chat/completions", body(LIMIT));
        assertThat(beyond.statusCode()).isEqualTo(503);
        assertThat(RunningHouse.header(beyond, "retry-after")).isPresent();
        try (Wire chunked = HOUSE.wire()) {
            chunked.send(chunkedHead() + chunk(body(LIMIT)) + "0\r\n\r\n");
            assertThat(chunked.readToTheEnd()).startsWith("HTTP/1.1 503");
        }
        release.countDown();
        for (Wire wire : wires) {
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
            wire.close();
        }
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(
                                                HOUSE.post("/v1/chat/completions", body(LIMIT))
                                                        .statusCode())
                                        .isEqualTo(200));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoeverAsksBeforeSendingIsToldToGoOn() {
        try (Wire wire = HOUSE.wire()) {
            String call = Wire.chat(RunningHouse.CHAT, "Expect: 100-continue");
            int end = call.indexOf("\r\n\r\n") + 4;
            wire.send(call.substring(0, end));
            wire.readUntil("100 Continue\r\n\r\n");
            wire.send(call.substring(end));
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 50\r\n\r\n");
            assertThat(wire.readToTheEnd())
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aCompressedBodyIsRefusedAndAnyContentTypeIsTaken() {
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT, "Content-Encoding: gzip");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 415").contains("\"error\"");
        }
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(
                    RunningHouse.CHAT,
                    "Content-Encoding: identity",
                    "Content-Type: application/x-www-form-urlencoded");
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void administrationHasALimitOfItsOwn() {
        String large = "{\"team_alias\":\"" + "x".repeat(10_000) + "\"}";
        assertThat(HOUSE.post("/team/new", large).statusCode()).isEqualTo(413);
    }

    @Test
    void aTakenPortStopsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(
                            () ->
                                    GatewayServer.start(
                                            new Settings().at(taken.getLocalPort()).done(),
                                            new Doors(
                                                    null, null, null, null, null, null, null, null,
                                                    null)))
                    .isInstanceOf(CannotListen.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }
}
