package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.http.RunningHouse.Wire;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class CrowdedTest {

    private static final String STREAM = "{\"model\":\"eu\",\"messages\":[],\"stream\":true}";

    private final CountDownLatch finish = new CountDownLatch(1);

    private RunningHouse servingOne() {
        RunningHouse house = new RunningHouse(s -> s.withCalls(1));
        house.relaying(
                (call, sink) -> {
                    if (!call.streamed()) {
                        return RunningHouse.document(sink, RunningHouse.ANSWER);
                    }
                    sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
                    RunningHouse.event(sink, "one");
                    try {
                        assertThat(finish.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        return new Outcome.Relayed(RunningHouse.served(), Outcome.Ending.ABANDONED);
                    }
                    return new Outcome.Relayed(RunningHouse.served(), Outcome.Ending.WHOLE);
                });
        return house;
    }

    @Test
    void whoeverComesOnTopIsRefusedAtOnceAndHealthIsStillTold() throws Exception {
        RunningHouse house = servingOne();
        try (Wire running = house.wire();
                Wire second = house.wire();
                Wire probe = house.wire()) {
            running.sendChat(STREAM);
            running.readUntil("data: one");

            // Half of the body: whoever is refused is told before the rest has come.
            second.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + RunningHouse.MASTER
                            + "\r\nContent-Length: 9000000\r\n\r\n{\"model\":");

            assertThat(second.readToTheEnd())
                    .startsWith("HTTP/1.1 429")
                    .containsIgnoringCase("retry-after: 1")
                    .contains("\"type\":\"throttling_error\"")
                    .contains("Limit=1")
                    .contains("global_max_parallel_requests");
            probe.send("GET /health/liveliness HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(probe.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
        } finally {
            finish.countDown();
            house.server.stop();
        }
    }

    @Test
    void whoeverComesAfterOneHasEndedIsServed() throws Exception {
        RunningHouse house = servingOne();
        try (Wire running = house.wire()) {
            running.sendChat(STREAM);
            running.readUntil("data: one");
            finish.countDown();
            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                try (Wire next = house.wire()) {
                                    next.sendChat(RunningHouse.CHAT);
                                    assertThat(next.readUntil("}")).startsWith("HTTP/1.1 200");
                                }
                            });
        } finally {
            house.server.stop();
        }
    }
}
