package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.simulator.catalogue.ConnectionFault;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.wire.Ending;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.ConnectException;

/** Connections that fail, seen from the wire. */
class ConnectionFaultsTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("Hi");
    private static final String WHOLE = "\"total_tokens\":9}}";

    @Test
    void nobodyListensUntilFaultsAreCleared() throws Exception {
        int port = simulator.port();
        order(FaultOrder.untilCleared(ConnectionFault.REFUSED));
        assertThatThrownBy(() -> new Wire(port)).isInstanceOf(ConnectException.class);

        simulator.clearFaults("eu");

        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
        assertThat(simulator.port()).isEqualTo(port);
    }

    @Test
    void aConnectionIsTornDownAsSoonAsItIsMade() throws Exception {
        order(FaultOrder.once(ConnectionFault.RESET_ON_ACCEPT));
        assertThatThrownBy(
                        () -> {
                            try (Wire wire = new Wire(simulator.port())) {
                                var unused = wire.send(Wire.chat(BODY)).readUntil("HTTP");
                            }
                        })
                .isInstanceOf(IOException.class);

        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"STALE_CONNECTION", "STALE_RESET"})
    void onlyAUsedConnectionIsStale(ConnectionFault fault) throws Exception {
        order(FaultOrder.once(fault));
        try (Wire wire = new Wire(simulator.port())) {
            var unused = wire.send(Wire.chat(BODY)).readUntil(WHOLE);

            assertThat(wire.send(Wire.chat(BODY)).readAll()).isEmpty();
            assertThat(wire.wasReset()).isEqualTo(fault == ConnectionFault.STALE_RESET);
        }
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void aConnectionIsClosedAfterItsAnswer() throws Exception {
        order(FaultOrder.once(ConnectionFault.CLOSED_AFTER));
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(BODY)).readAll();

            assertThat(answer).doesNotContain("connection: close").endsWith(WHOLE);
        }
    }

    @Test
    void aUsedConnectionIsDeaf() throws Exception {
        order(FaultOrder.once(ConnectionFault.DEAF_CONNECTION));
        try (Wire wire = new Wire(simulator.port())) {
            var unused = wire.send(Wire.chat(BODY)).readUntil(WHOLE);
            wire.send(Wire.chat(BODY));
            await().until(() -> simulator.traffic("eu").inFlight() == 1);

            assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerClosesItsConnectionAndSaysSo() throws Exception {
        order(FaultOrder.once(ConnectionFault.CONNECTION_CLOSE));
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(BODY)).readAll();

            assertThat(answer).contains("connection: close\r\n").endsWith(WHOLE);
        }
    }

    @Test
    void aHeadComesByteByByte() throws Exception {
        order(FaultOrder.once(ConnectionFault.SLOW_HEAD).waiting(0));

        assertThat(caller.chat(BODY).body()).endsWith(WHOLE);
        assertThat(simulator.requests().getFirst().status()).isEqualTo(200);
    }

    @Test
    void nothingIsAnsweredUntilTheCallerLeaves() throws Exception {
        order(FaultOrder.once(ConnectionFault.NO_ANSWER));
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(BODY));
            await().until(() -> simulator.requests().size() == 1);
            await().until(() -> simulator.requests().getFirst().scenario() != null);
        }
        await().until(() -> simulator.requests().getFirst().ending() != null);
        assertThat(simulator.requests().getFirst().ending())
                .extracting(Ending::kind)
                .isEqualTo(Ending.Kind.CLIENT_CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"EARLY_413", "EARLY_401", "CONTINUE_REFUSED"})
    void aRefusalDoesNotWaitForTheBody(ConnectionFault fault) throws Exception {
        order(FaultOrder.once(fault));
        String request = Wire.chat(BODY, "Expect: 100-continue");
        try (Wire wire = new Wire(simulator.port())) {
            String head = request.substring(0, request.indexOf("\r\n\r\n") + 4);

            String answer = wire.send(head).readAll();

            assertThat(answer).startsWith("HTTP/1.1 4").contains("connection: close");
        }
    }

    @Test
    void aRefusalIsReadableAlthoughABigBodyIsStillComing() throws Exception {
        order(FaultOrder.once(ConnectionFault.EARLY_413));
        try (Wire wire = new Wire(simulator.port())) {
            String request = Wire.chat(Caller.chatBody("x".repeat(2_000_000)));

            String answer = wire.send(request).readAll();

            assertThat(answer).startsWith("HTTP/1.1 413 ");
            assertThat(wire.wasReset()).isFalse();
        }
    }

    @Test
    void headersAreHuge() throws Exception {
        order(FaultOrder.once(ConnectionFault.HUGE_HEADERS));
        try (Wire wire = new Wire(simulator.port())) {
            assertThat(wire.send(Wire.chat(BODY)).readUntil(WHOLE)).hasSizeGreaterThan(256 * 1024);
        }
    }

    @Test
    void interimAnswersComeFirst() throws Exception {
        order(FaultOrder.once(ConnectionFault.INTERIM_NOISE));
        try (Wire wire = new Wire(simulator.port())) {
            assertThat(wire.send(Wire.chat(BODY)).readUntil(WHOLE))
                    .startsWith("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n")
                    .contains("HTTP/1.1 200 OK");
        }
        assertThat(simulator.requests().getFirst().status()).isEqualTo(200);
    }

    @Test
    void anAnswerIsOfAnOlderVersion() throws Exception {
        order(FaultOrder.once(ConnectionFault.HTTP_1_0));
        try (Wire wire = new Wire(simulator.port())) {
            assertThat(wire.send(Wire.chat(BODY)).readAll())
                    .startsWith("HTTP/1.0 200 OK")
                    .doesNotContain("content-length")
                    .endsWith(WHOLE);
        }
    }

    @Test
    void anAnswerDribbles() throws Exception {
        order(FaultOrder.once(ConnectionFault.DRIBBLE).waiting(0));

        assertThat(caller.chat(BODY).body()).endsWith(WHOLE);
    }

    @Test
    void aCutMayBeAReset() throws Exception {
        order(FaultOrder.once(ConnectionFault.CUT_RESET).cutAt(100));
        try (Wire wire = new Wire(simulator.port())) {
            assertThat(wire.send(Wire.chat(BODY)).readAll()).hasSize(100);
            assertThat(wire.wasReset()).isTrue();
        }
    }

    private void order(FaultOrder order) {
        simulator.order("eu", Caller.DEPLOYMENT, order);
    }
}
