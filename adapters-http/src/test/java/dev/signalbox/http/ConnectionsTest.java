package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.http.RunningHouse.Wire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watching a connection must not cost a byte of what comes over it. */
class ConnectionsTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static String call(int number) {
        return Wire.chat("{\"model\":\"eu\",\"messages\":[],\"number\":" + number + "}");
    }

    /** Answers with the call's own id, slowly when told so. */
    private static Outcome echo(String id, ReplySink sink) {
        return RunningHouse.document(sink, ("<" + id + ">").getBytes(StandardCharsets.UTF_8));
    }

    private static void rest(long millis) {
        try {
            assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void serialRequestsSurviveSlowCallsInBetween() {
        HOUSE.relaying(
                (call, sink) -> {
                    if (call.id().startsWith("slow")) {
                        rest(700);
                    }
                    return echo(call.id(), sink);
                });
        try (Wire wire = HOUSE.wire()) {
            for (int i = 0; i < 8; i++) {
                String id = (i % 3 == 1 ? "slow" : "quick") + i;
                wire.sendChat(RunningHouse.CHAT, "x-litellm-call-id: " + id);
                assertThat(wire.readUntil(">")).endsWith("<" + id + ">");
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderWhateverTheyAreCutInto() {
        HOUSE.relaying(
                (call, sink) -> {
                    if (call.id().endsWith("3")) {
                        rest(700);
                    }
                    return echo(call.id(), sink);
                });
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            all.append(Wire.chat(RunningHouse.CHAT, "x-litellm-call-id: call-" + i));
        }
        try (Wire wire = HOUSE.wire()) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        int at = 0;
                                        while (at < all.length()) {
                                            int end =
                                                    Math.min(
                                                            all.length(),
                                                            at + 1 + random.nextInt(400));
                                            wire.send(all.substring(at, end));
                                            at = end;
                                        }
                                    });
            for (int i = 0; i < 10; i++) {
                assertThat(wire.readUntil(">")).as("seed " + seed).endsWith("<call-" + i + ">");
            }
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void manyCallersAtOnceGetTheirOwnAnswers() throws Exception {
        HOUSE.relaying(
                (call, sink) -> {
                    rest(call.id().hashCode() % 5 == 0 ? 400 : 5);
                    return echo(call.id(), sink);
                });
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            answers.add(
                    HOUSE.client.sendAsync(
                            HOUSE.request("/v1/chat/completions")
                                    .header("x-litellm-call-id", "id-" + i)
                                    .POST(
                                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                                    RunningHouse.CHAT))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo("<id-" + i + ">");
        }
    }

    @Test
    void anAnswerThatSaysCloseIsFollowedByTheEnd() {
        HOUSE.relaying((call, sink) -> echo(call.id(), sink));
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT, "Connection: close");
            assertThat(wire.readToTheEnd()).containsIgnoringCase("connection: close");
        }
    }

    @Test
    void anUnreadBodyDoesNotBecomeTheNextRequest() {
        HOUSE.relaying((call, sink) -> echo(call.id(), sink));
        String smuggled = "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n";
        try (Wire wire = HOUSE.wire()) {
            wire.send(
                    "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: "
                            + smuggled.length()
                            + "\r\n\r\n"
                            + smuggled);
            assertThat(wire.readUntil("}}}")).startsWith("HTTP/1.1 404");
            wire.send(call(1));
            assertThat(wire.readUntil(">")).startsWith("HTTP/1.1 200");
        }
    }
}
