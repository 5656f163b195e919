package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.http.RunningHouse.Wire;
import dev.signalbox.http.connection.LineLimits;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Whoever is waited for has a time by which to come. */
class PatienceTest {

    private static final Duration SHORT = Duration.ofMillis(700);

    private static final RunningHouse HOUSE =
            new RunningHouse(
                    settings -> settings,
                    new LineLimits(
                            Duration.ofSeconds(10), SHORT, SHORT, SHORT, Duration.ofMillis(250)));

    @BeforeEach
    void afresh() {
        HOUSE.relaying((call, sink) -> RunningHouse.document(sink, RunningHouse.ANSWER));
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() {
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            wire.readUntil("}");
            assertThat(wire.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsComingIsNotWaitedFor() {
        try (Wire wire = HOUSE.wire()) {
            String call = Wire.chat(RunningHouse.CHAT);
            wire.send(call.substring(0, call.length() - 3));
            assertThat(wire.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void aCallMayTakeLongerThanAnyOfThat() {
        HOUSE.relaying(
                (call, sink) -> {
                    try {
                        new CompletableFuture<Void>().get(2, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        return RunningHouse.document(sink, RunningHouse.ANSWER);
                    }
                    throw new IllegalStateException("nobody completes it");
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aReaderWhoStopsReadingIsGivenUp() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        HOUSE.relaying(
                (call, sink) -> {
                    sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
                    try {
                        while (true) {
                            RunningHouse.event(sink, "x".repeat(100_000));
                        }
                    } catch (CallerGone e) {
                        gone.complete(true);
                        return new Outcome.Relayed(RunningHouse.served(), Ending.ABANDONED);
                    }
                });
        try (Wire wire = HOUSE.wire()) {
            wire.sendChat(RunningHouse.CHAT);
            assertThat(gone.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void openFilesBoundTheConnections() {
        assertThat(OpenFiles.affordable(1024)).isEqualTo(384);
        assertThat(OpenFiles.affordable(10)).isPositive();
        assertThat(OpenFiles.connections(20)).isEqualTo(20);
    }
}
