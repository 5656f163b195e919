package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.model.Latency;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Answers that come event by event. */
class StreamTest extends SimulatorTest {

    @Test
    void eventsComeInAzuresOrder() throws Exception {
        HttpResponse<String> answer = caller.chat(Caller.streamBody("one two"));

        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("text/event-stream");
        List<JsonNode> events = events(answer.body());
        assertThat(events).hasSize(5);
        assertThat(events.get(0).path("choices")).isEmpty();
        assertThat(events.get(0).at("/prompt_filter_results/0/prompt_index").asInt(-1)).isZero();
        assertThat(events.get(0).path("id").asText("?")).isEmpty();
        assertThat(events.get(1).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(events.get(1).at("/choices/0/content_filter_results")).isEmpty();
        assertThat(events.get(2).at("/choices/0/delta/content").asText()).isEqualTo("one");
        assertThat(events.get(3).at("/choices/0/delta/content").asText()).isEqualTo(" two");
        assertThat(events.get(3).at("/choices/0/content_filter_results")).hasSize(4);
        assertThat(events.get(4).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.get(4).at("/choices/0/delta")).isEmpty();
        assertThat(events.subList(1, 5))
                .extracting(event -> event.path("id").asText())
                .containsOnly(events.get(1).path("id").asText());
        assertThat(answer.body()).endsWith("}\n\ndata: [DONE]\n\n");
    }

    @Test
    void usageComesLastIfItIsAskedFor() throws Exception {
        String body =
                Caller.streamBody("one two")
                        .replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

        List<JsonNode> events = events(caller.chat(body).body());

        JsonNode last = events.getLast();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(2);
        assertThat(events.subList(1, events.size() - 1))
                .allSatisfy(
                        event -> {
                            assertThat(event.has("usage")).isTrue();
                            assertThat(event.path("usage").isNull()).isTrue();
                        });
    }

    @Test
    void anAsynchronousFilterAnnotatesInEventsOfItsOwn() throws Exception {
        simulator.configure("eu", settings().asyncFiltered(true));

        List<JsonNode> events = events(caller.chat(Caller.streamBody("one two")).body());

        JsonNode annotation =
                events.stream()
                        .filter(event -> event.at("/choices/0").has("content_filter_offsets"))
                        .findFirst()
                        .orElseThrow();
        assertThat(annotation.at("/choices/0").has("delta")).isFalse();
        assertThat(annotation.at("/choices/0/content_filter_offsets/end_offset").asInt())
                .isEqualTo("one two".length());
        assertThat(events)
                .filteredOn(event -> event.at("/choices/0").has("delta"))
                .noneMatch(event -> event.at("/choices/0").has("content_filter_results"));
    }

    @Test
    void thePlainDoorStreamsWithoutAnnotations() throws Exception {
        String body = Caller.streamBody("one").replaceFirst("\\{", "{\"model\":\"chatgpt-v-2\",");

        HttpResponse<String> answer =
                caller.send(
                        caller.post("/v1/chat/completions", body)
                                .header("authorization", "Bearer " + Caller.KEY));

        assertThat(answer.body()).doesNotContain("filter");
        assertThat(events(answer.body())).hasSize(3);
    }

    @Test
    void plainTextStreamsToo() throws Exception {
        HttpResponse<String> answer =
                caller.send(
                        caller.post(
                                        "/openai/deployments/plain/completions?api-version="
                                                + Caller.VERSION,
                                        "{\"prompt\":\"one two\",\"stream\":true}")
                                .header("api-key", Caller.KEY));

        assertThat(events(answer.body()))
                .extracting(event -> event.at("/choices/0/text").asText())
                .containsExactly("", "one", " two", "");
    }

    @Test
    void severalAnswersShareOneStream() throws Exception {
        String body = Caller.streamBody("one").replaceFirst("\\{", "{\"n\":2,");

        List<JsonNode> events = events(caller.chat(body).body());

        assertThat(events.subList(1, events.size()))
                .extracting(event -> event.at("/choices/0/index").asInt())
                .containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void timePassesBeforeTheFirstTokenAndBetweenTwo() throws Exception {
        simulator.configure("eu", settings().taking(new Latency.Fixed(50), new Latency.Fixed(20)));
        try (Wire wire = new Wire(simulator.port())) {
            long start = System.nanoTime();
            wire.send(Wire.chat(Caller.streamBody("one two three")));

            var unused = wire.readUntil("\r\n\r\n");
            long head = System.nanoTime() - start;
            String rest = wire.readUntil("[DONE]");
            long end = System.nanoTime() - start;

            assertThat(head).isGreaterThanOrEqualTo(50_000_000L);
            assertThat(end).isGreaterThanOrEqualTo(90_000_000L);
            assertThat(rest).contains("\" three\"");
        }
    }

    /** The JSON of all events but the last, which must be the end. */
    static List<JsonNode> events(String body) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        List<String> texts = List.of(body.split("\n\n"));
        for (String text : texts.subList(0, texts.size() - 1)) {
            assertThat(text).startsWith("data: ");
            events.add(Caller.json(text.substring("data: ".length())));
        }
        assertThat(texts.getLast()).isEqualTo("data: [DONE]");
        return events;
    }
}
