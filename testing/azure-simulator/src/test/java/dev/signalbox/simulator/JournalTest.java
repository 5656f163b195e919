package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.resource.ResourceSettings;
import dev.signalbox.simulator.wire.Ending;
import dev.signalbox.simulator.wire.Header;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/** What is remembered of requests, and of those who leave early. */
class JournalTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("Hi");

    @Test
    void aRequestIsRememberedAsItCame() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(BODY, "X-Odd-CASE:  two  words ", "x-odd-case: again"));
            var unused = wire.readUntil("\"total_tokens\":9}}");
        }

        Exchange exchange = ended();
        assertThat(exchange.head().method()).isEqualTo("POST");
        assertThat(exchange.head().target())
                .isEqualTo(
                        "/openai/deployments/chatgpt-v-2/chat/completions?api-version=2024-10-21");
        assertThat(exchange.head().headers())
                .containsExactly(
                        new Header("Host", "localhost"),
                        new Header("api-key", "eu-key"),
                        new Header("X-Odd-CASE", "two  words"),
                        new Header("x-odd-case", "again"),
                        new Header("Content-Length", Integer.toString(BODY.length())));
        assertThat(exchange.text()).isEqualTo(BODY);
        assertThat(exchange.deployment()).isEqualTo("chatgpt-v-2");
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.scenario()).isNull();
        assertThat(kind(exchange)).isEqualTo(Ending.Kind.COMPLETE);
    }

    @Test
    void anEndingCountsTheBytesThatWereSent() throws Exception {
        String answer;
        try (Wire wire = new Wire(simulator.port())) {
            answer = wire.send(Wire.chat(BODY, "Connection: close")).readAll();
        }

        assertThat(ended().ending()).extracting(Ending::bytes).isEqualTo((long) answer.length());
    }

    @Test
    void aCallerWhoLeavesWhileWeAreSilentIsNoticedAtOnce() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StreamFault.STALL_FOREVER));
        int received;
        Instant left;
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(Caller.streamBody("one two three")));
            received = wire.readUntil("\"one\"").length();
            assertThat(simulator.traffic("eu").inFlight()).isEqualTo(1);
            left = Instant.now();
        }

        Exchange exchange = ended();
        Ending ending = exchange.ending();
        assertThat(kind(exchange)).isEqualTo(Ending.Kind.CLIENT_CLOSED);
        assertThat(ending).isNotNull();
        assertThat(ending.bytes()).isGreaterThanOrEqualTo(received);
        assertThat(ending.at()).isBetween(left, left.plusSeconds(5));
        await().untilAsserted(() -> assertThat(simulator.traffic("eu").inFlight()).isZero());
    }

    @Test
    void aCallerWhoLeavesBetweenTwoEventsIsNoticed() throws Exception {
        simulator.configure(
                "eu", settings().ofTokens(200).taking(Latency.none(), new Latency.Fixed(100)));
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(Caller.streamBody("one two three")));
            var unused = wire.readUntil("\" two\"");
        }

        assertThat(kind(ended())).isEqualTo(Ending.Kind.CLIENT_CLOSED);
    }

    @Test
    void aCallerWhoLeavesBeforeTheAnswerHasSeenNothing() throws Exception {
        simulator.configure("eu", settings().taking(new Latency.Fixed(60_000), Latency.none()));
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(BODY));
            await().until(() -> simulator.traffic("eu").inFlight() == 1);
        }

        assertThat(ended().ending()).extracting(Ending::bytes).isEqualTo(0L);
    }

    @Test
    void aCallerWhoLeavesInTheMiddleOfABodyIsRemembered() throws Exception {
        String request = Wire.chat(BODY);
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(request.substring(0, request.length() - 5));
        }

        Exchange exchange = ended();
        assertThat(kind(exchange)).isEqualTo(Ending.Kind.CLIENT_CLOSED);
        assertThat(exchange.status()).isZero();
    }

    @Test
    void onlyTheNewestAreRemembered() throws Exception {
        try (Simulator forgetful = start(3)) {
            Caller other = new Caller(forgetful);
            for (int i = 0; i < 5; i++) {
                var unused = other.chat(Caller.chatBody("no " + i));
            }

            assertThat(forgetful.requests())
                    .extracting(Exchange::number)
                    .containsExactly(3L, 4L, 5L);
            assertThat(forgetful.traffic("eu").requests()).isEqualTo(5);
        }
    }

    @Test
    void nothingIsRememberedIfNothingShallBe() throws Exception {
        try (Simulator forgetful = start(0)) {
            var unused = new Caller(forgetful).chat(BODY);

            assertThat(forgetful.requests()).isEmpty();
        }
    }

    private static Simulator start(int remembering) {
        return Simulator.start(
                SimulatorSettings.of(
                                ResourceSettings.named("eu")
                                        .withKey(Caller.KEY)
                                        .withDeployment(Caller.DEPLOYMENT, "gpt-35-turbo"))
                        .remembering(remembering));
    }

    private Exchange ended() {
        await().until(
                        () ->
                                simulator.requests().size() == 1
                                        && simulator.requests().getFirst().ending() != null);
        return simulator.requests().getFirst();
    }

    private static Ending.Kind kind(Exchange exchange) {
        Ending ending = exchange.ending();
        assertThat(ending).isNotNull();
        return ending.kind();
    }
}
