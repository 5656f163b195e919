package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.wire.Ending;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Streams that do not go as they should, seen from the wire. */
class StreamFaultsTest extends SimulatorTest {

    private static final String TEXT = "one two three four";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    @Test
    void anErrorIsTheFirstEvent() throws Exception {
        assertThat(body("F49")).startsWith("data: {\"error\":{\"message\"").doesNotContain("DONE");
        assertThat(body("F49C")).startsWith("event: error\ndata: {\"error\":{");
    }

    @Test
    void anErrorComesRightAfterTheAnnotation() throws Exception {
        List<String> events = List.of(body("F49B").split("\n\n"));

        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).contains("prompt_filter_results");
        assertThat(events.getLast()).startsWith("data: {\"error\":{");
    }

    @Test
    void anErrorComesInTheMiddle() throws Exception {
        assertThat(body("F50")).contains("\"one\"").contains("}\n\ndata: {\"error\":{");
        assertThat(body("F50B")).contains("\"one\"").contains("}\n\nevent: error\ndata: {");
    }

    @Test
    void aConnectionIsResetInTheMiddle() throws Exception {
        order(FaultOrder.once(StreamFault.RESET));
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(Caller.streamBody(TEXT))).readAll();

            assertThat(answer).contains("\"one\"").doesNotContain("DONE");
            assertThat(wire.wasReset()).isTrue();
        }
    }

    @Test
    void chunksAreNotChunks() throws Exception {
        assertThat(raw("F51B")).contains("\"one\"").endsWith("zz\r\nnot a chunk\r\n");
    }

    @Test
    void aStreamEndsCleanlyWithoutItsEnd() throws Exception {
        order(FaultOrder.once(StreamFault.END_WITHOUT_DONE));
        String answer = rawAndClosing();

        assertThat(answer).contains("\"one\"").doesNotContain("DONE").endsWith(LAST_CHUNK);
    }

    @Test
    void aStreamEndsWithoutItsLastChunk() throws Exception {
        assertThat(raw("F52B")).contains("\"one\"").doesNotContain("DONE").endsWith("}\n\n\r\n");
    }

    @Test
    void aStreamFinishesWithoutItsLastEvent() throws Exception {
        assertThat(body("F53")).contains("\"finish_reason\":\"stop\"").doesNotContain("DONE");
    }

    @Test
    void aSocketIsHeldAfterTheLastEvent() throws Exception {
        order(FaultOrder.once(StreamFault.HELD_AFTER_DONE));
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(Caller.streamBody(TEXT)));

            assertThat(wire.readUntil(DONE + "\r\n")).contains("\"one\"");
            assertThat(simulator.traffic("eu").inFlight()).isEqualTo(1);
        }
        await().until(() -> simulator.traffic("eu").inFlight() == 0);
    }

    @Test
    void aStreamStandsStillAndGoesOn() throws Exception {
        order(FaultOrder.once(StreamFault.STALL).waiting(60));
        long start = System.nanoTime();

        String body = caller.chat(Caller.streamBody(TEXT)).body();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
        assertThat(StreamTest.events(body)).hasSize(7);
    }

    @Test
    void aStreamStandsStillBehindItsHead() throws Exception {
        order(FaultOrder.once(StreamFault.STALL_AFTER_HEAD));
        try (Wire wire = new Wire(simulator.port())) {
            wire.send(Wire.chat(Caller.streamBody(TEXT)));

            assertThat(wire.readUntil("\r\n\r\n")).contains("text/event-stream");
            assertThat(simulator.requests().getFirst().ending()).isNull();
        }
    }

    @Test
    void anEventComesByteByByte() throws Exception {
        order(FaultOrder.once(StreamFault.SLOW_EVENT).waiting(0));

        String answer = rawAndClosing();

        assertThat(answer).contains("\r\n1\r\nd\r\n1\r\na\r\n");
        assertThat(StreamTest.events(Wire.unchunked(answer))).hasSize(7);
    }

    @Test
    void oneSideIsClosedAndTheOtherStillHeard() throws Exception {
        order(FaultOrder.once(StreamFault.HALF_CLOSE));
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(Caller.streamBody(TEXT))).readAll();

            assertThat(answer).contains("\"one\"").doesNotContain("DONE");
            assertThat(wire.wasReset()).isFalse();
            assertThat(simulator.traffic("eu").inFlight()).isEqualTo(1);
        }
        await().until(() -> simulator.traffic("eu").inFlight() == 0);
    }

    @Test
    void anEventIsNoJson() throws Exception {
        assertThat(body("F58"))
                .contains("data: {\"choices\":[{\"delta\":{\"con\n\n")
                .endsWith(DONE);
    }

    @Test
    void everyByteIsAChunkOfItsOwn() throws Exception {
        order(FaultOrder.once(StreamFault.EVERY_BYTE));
        try (Wire wire = new Wire(simulator.port())) {
            String request = Wire.chat(Caller.streamBody("gr\u00fc\u00dfe"), "Connection: close");

            String answer = wire.send(request).readAll();

            assertThat(answer).contains("\r\n1\r\n\u00c3\r\n1\r\n\u00bc\r\n");
            byte[] body = Wire.unchunked(answer).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(StreamTest.events(new String(body, StandardCharsets.UTF_8)))
                    .anyMatch(
                            event ->
                                    event.at("/choices/0/delta/content")
                                            .asText()
                                            .equals("gr\u00fc\u00dfe"));
        }
    }

    @Test
    void linesAreOdd() throws Exception {
        assertThat(body("F60"))
                .startsWith("\ufeff: a comment")
                .contains("\r\n: ping\r\n\r\nid: 7\r\nretry: 3000\r\ndata:{\"choices\"")
                .endsWith("data:[DONE]\r\n\r\n");
        assertThat(body("F60B")).contains("]\ndata: ,\"created\":").endsWith(DONE);
        assertThat(body("F60C")).startsWith("event: message\ndata: {");
    }

    @Test
    void anEventIsHuge() throws Exception {
        assertThat(body("F61")).hasSizeGreaterThan(5_000_000).endsWith(DONE);
    }

    @Test
    void thereAreTenThousandEvents() throws Exception {
        assertThat(StreamTest.events(body("F62"))).hasSizeGreaterThan(10_000);
    }

    @Test
    void annotationsComeBetweenAndBehind() throws Exception {
        List<JsonNode> events = StreamTest.events(body("F63"));

        assertThat(events)
                .filteredOn(event -> event.at("/choices/0").has("content_filter_offsets"))
                .hasSize(2)
                .noneMatch(event -> event.at("/choices/0").has("delta"));
        assertThat(events.getLast().at("/choices/0").has("content_filter_offsets")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F64", "F64B"})
    void aFilterEndsAStream(String id) throws Exception {
        List<JsonNode> events = StreamTest.events(body(id));

        assertThat(events.getLast().at("/choices/0/finish_reason").asText())
                .isEqualTo("content_filter");
        assertThat(events.getLast().at("/choices/0").has("delta")).isEqualTo(id.equals("F64"));
        assertThat(events.toString()).doesNotContain("four");
    }

    @Test
    void usageIsAbsentTwiceThereOrEarly() throws Exception {
        assertThat(usagePlaces("F65")).isEmpty();
        assertThat(usagePlaces("F65B")).containsExactly(7, 8);
        assertThat(usagePlaces("F65C")).containsExactly(6);
    }

    @Test
    void callsOfToolsHaveNoIndex() throws Exception {
        List<JsonNode> calls = toolCalls("F66");

        assertThat(calls).hasSize(3).noneMatch(call -> call.has("index"));
        assertThat(calls.getFirst().at("/function/name").asText()).isEqualTo("weather");
    }

    @Test
    void callsOfToolsAreInterleavedOrNameless() throws Exception {
        assertThat(toolCalls("F66B"))
                .extracting(call -> call.path("index").asInt())
                .containsExactly(0, 1, 0, 1, 1, 0);
        assertThat(toolCalls("F66C").getLast().at("/function/name").asText("?")).isEmpty();
    }

    @Test
    void nothingComesButSignsOfLife() throws Exception {
        order(FaultOrder.once(StreamFault.KEEP_ALIVE_ONLY).waiting(1));

        List<JsonNode> events = StreamTest.events(caller.chat(Caller.streamBody(TEXT)).body());

        assertThat(events).hasSize(20).allMatch(event -> event.path("choices").isEmpty());
    }

    @Test
    void aDocumentComesThoughAStreamWasWanted() throws Exception {
        assertThat(Caller.json(body("F68B")).path("object").asText()).isEqualTo("chat.completion");
    }

    @Test
    void dataComesAfterTheEnd() throws Exception {
        assertThat(body("F69")).contains(DONE + "data: {\"choices\"");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedAnywayIsRefusedAsAlways(StreamFault fault) throws Exception {
        order(FaultOrder.once(fault));

        int status =
                caller.send(
                                caller.post(
                                                Caller.chatPath(Caller.DEPLOYMENT),
                                                Caller.streamBody(TEXT))
                                        .header("api-key", "wrong"))
                        .statusCode();

        assertThat(status).isEqualTo(401);
    }

    @Test
    void aSmallStreamCanBeCutAtEveryOffset() throws Exception {
        String whole = Wire.unchunked(cut(Integer.MAX_VALUE));
        assertThat(whole).endsWith(DONE);
        for (int at = 0; at < whole.length(); at++) {
            String answer = cut(at);

            assertThat(answer).doesNotEndWith(LAST_CHUNK);
            assertThat(Wire.unchunked(answer)).as("cut at %d", at).hasSize(at);
        }
    }

    @Test
    void aReplyCanBeCutAtEveryByteOfTheWire() throws Exception {
        order(FaultOrder.untilCleared(Scenarios.named("CUT")).cutAt(Integer.MAX_VALUE));
        int whole = rawAndClosing().length();
        simulator.reset();
        for (int at = 0; at < whole; at += at < 40 ? 1 : 13) {
            order(FaultOrder.once(Scenarios.named("CUT")).cutAt(at));

            assertThat(rawAndClosing()).hasSize(at);
            assertThat(simulator.requests().getLast().ending())
                    .extracting(Ending::bytes)
                    .isEqualTo((long) at);
        }
    }

    private String cut(int at) throws Exception {
        order(FaultOrder.once(StreamFault.EOF_WITHOUT_LAST_CHUNK).cutAt(at));
        try (Wire wire = new Wire(simulator.port())) {
            return wire.send(Wire.chat(Caller.streamBody("x"))).readAll();
        }
    }

    private void order(FaultOrder order) {
        simulator.order("eu", Caller.DEPLOYMENT, order);
    }

    private String body(String name) throws Exception {
        order(FaultOrder.once(Scenarios.named(name)));
        return caller.chat(Caller.streamBody(TEXT)).body();
    }

    private String raw(String name) throws Exception {
        order(FaultOrder.once(Scenarios.named(name)));
        try (Wire wire = new Wire(simulator.port())) {
            return wire.send(Wire.chat(Caller.streamBody(TEXT))).readAll();
        }
    }

    private String rawAndClosing() throws Exception {
        try (Wire wire = new Wire(simulator.port())) {
            return wire.send(Wire.chat(Caller.streamBody(TEXT), "Connection: close")).readAll();
        }
    }

    private List<Integer> usagePlaces(String name) throws Exception {
        order(FaultOrder.once(Scenarios.named(name)));
        String asked =
                Caller.streamBody(TEXT)
                        .replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");
        List<JsonNode> events = StreamTest.events(caller.chat(asked).body());
        return java.util.stream.IntStream.range(0, events.size())
                .filter(i -> events.get(i).path("usage").isObject())
                .boxed()
                .toList();
    }

    private List<JsonNode> toolCalls(String name) throws Exception {
        List<JsonNode> events = StreamTest.events(body(name));
        assertThat(events.getLast().at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
        return events.stream()
                .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
    }
}
