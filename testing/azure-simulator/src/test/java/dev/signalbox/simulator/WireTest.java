package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.journal.Exchange;

import org.junit.jupiter.api.Test;

import java.util.List;

/** HTTP/1.1, byte by byte. */
class WireTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("Hi");
    private static final String WHOLE = "\"total_tokens\":9}}";

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            for (int i = 0; i < 3; i++) {
                wire.send(Wire.chat(BODY));
                assertThat(wire.readUntil(WHOLE)).startsWith("HTTP/1.1 200 OK");
                wire.send(Wire.chat(Caller.streamBody("Hi")));
                assertThat(wire.readUntil("0\r\n\r\n")).contains("[DONE]");
            }
        }
        assertThat(simulator.traffic("eu").connectionsOpened()).isEqualTo(1);
        assertThat(simulator.requests())
                .extracting(Exchange::reuse)
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void requestsMayBeSentAheadOfAnswers() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            String stream = Wire.chat(Caller.streamBody("Hi"));
            wire.send(stream + stream + Wire.chat(BODY, "Connection: close"));

            String answers = wire.readAll();

            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
            assertThat(answers).contains("connection: close").endsWith("}}");
        }
    }

    @Test
    void aBodyMayComeInChunks() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            String head = Wire.chat("").replace("Content-Length: 0", "Transfer-Encoding: chunked");
            wire.send(head);
            for (int at = 0; at < BODY.length(); at += 7) {
                String piece = BODY.substring(at, Math.min(BODY.length(), at + 7));
                wire.send(Integer.toHexString(piece.length()) + ";x=y\r\n" + piece + "\r\n");
            }
            wire.send("0\r\nTrailer: 1\r\n\r\n");

            assertThat(wire.readUntil(WHOLE)).contains("\"content\":\"Hi\"");
        }
        assertThat(simulator.requests().getFirst().text()).isEqualTo(BODY);
    }

    @Test
    void aRequestMayArriveByteByByte() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            for (char one : Wire.chat(BODY).toCharArray()) {
                wire.send(String.valueOf(one));
            }
            assertThat(wire.readUntil(WHOLE)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void whoeverAsksIsToldToGoOn() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            String request = Wire.chat(BODY, "Expect: 100-continue");
            int end = request.indexOf("\r\n\r\n") + 4;
            wire.send(request.substring(0, end));
            assertThat(wire.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");

            wire.send(request.substring(end));

            assertThat(wire.readUntil(WHOLE)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void anOldClientGetsAStreamThatEndsWithTheConnection() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(Caller.streamBody("Hi")).replace("HTTP/1.1", "HTTP/1.0"));

            String answer = wire.readAll();

            assertThat(answer).doesNotContain("chunked").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void whatIsNoRequestIsRefusedAndTheConnectionClosed() throws Exception {
        for (String nonsense :
                List.of("HELLO\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET / HTTP/1.1\r\nx\r\n\r\n")) {
            try (Wire wire = new Wire(simulator.port())) {
                assertThat(wire.send(nonsense).readAll()).startsWith("HTTP/1.1 400 ");
            }
        }
    }
}
