package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.driving.ReportHealth.Stage;
import dev.signalbox.http.RunningHouse.Wire;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class DrainTest {

    private static final String STREAM = "{\"model\":\"eu\",\"messages\":[],\"stream\":true}";

    private final CountDownLatch finish = new CountDownLatch(1);

    private RunningHouse streaming(Duration drain) {
        RunningHouse house = new RunningHouse(s -> s.withConnections(100, drain));
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
                    RunningHouse.event(sink, "[DONE]");
                    return new Outcome.Relayed(RunningHouse.served(), Outcome.Ending.WHOLE);
                });
        return house;
    }

    @Test
    void whatHasBegunIsFinishedAndWhoeverComesLateIsSentAway() throws Exception {
        RunningHouse house = streaming(Duration.ofSeconds(20));
        try (Wire running = house.wire();
                Wire idle = house.wire()) {
            idle.sendChat(RunningHouse.CHAT);
            idle.readUntil("}");
            running.sendChat(STREAM);
            running.readUntil("data: one");
            house.health.enter(Stage.DRAINING);
            Thread stopping = Thread.ofPlatform().start(house.server::stop);

            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                try (Wire late = house.wire()) {
                                    late.sendChat(RunningHouse.CHAT);
                                    assertThat(late.readToTheEnd())
                                            .startsWith("HTTP/1.1 503")
                                            .containsIgnoringCase("connection: close")
                                            .containsIgnoringCase("retry-after");
                                }
                            });
            try (Wire probe = house.wire()) {
                probe.send("GET /health/readiness HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(probe.readToTheEnd())
                        .startsWith("HTTP/1.1 503")
                        .contains("\"draining\"");
            }
            idle.sendChat(RunningHouse.CHAT);
            assertThat(idle.readToTheEnd())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close");

            assertThat(stopping.isAlive()).isTrue();
            finish.countDown();
            assertThat(running.readToTheEnd()).contains("[DONE]").endsWith("0\r\n\r\n");
            assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
            assertThatThrownBy(house::wire).hasMessageContaining("refused");
        }
    }

    @Test
    void theDrainIsBounded() throws Exception {
        RunningHouse house = streaming(Duration.ofMillis(300));
        try (Wire running = house.wire()) {
            running.sendChat(STREAM);
            running.readUntil("data: one");
            Thread stopping = Thread.ofPlatform().start(house.server::stop);
            assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
            assertThat(running.readToTheEnd()).doesNotContain("[DONE]").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void anIdleServerStopsAtOnce() throws Exception {
        RunningHouse house = streaming(Duration.ofSeconds(20));
        try (Wire idle = house.wire()) {
            idle.sendChat(RunningHouse.CHAT);
            idle.readUntil("}");
            Thread stopping = Thread.ofPlatform().start(house.server::stop);
            assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
            assertThat(idle.readToTheEnd()).isEmpty();
        }
    }
}
