package dev.signalbox.openai.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.openai.reading.EventReader.Event;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class EventReaderTest {

    private static final byte[] ASKED = "\"asked\"".getBytes(StandardCharsets.UTF_8);

    /** An event as it is on the wire, and as it is with the name that was asked for. */
    private record Written(String text, String renamed, Event kind) {}

    /** What a reader made of a stream. */
    private static final class Seen {
        private final List<Event> kinds = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean finished;
        private @Nullable IOException failure;

        private static Seen of(byte[] stream, Random random, byte @Nullable [] model) {
            Seen seen = new Seen();
            EventReader reader =
                    new EventReader(
                            dribbling(stream, random),
                            new byte[1 + random.nextInt(64)],
                            0,
                            new Relabel(model, null));
            try {
                Event event = reader.next();
                while (event != Event.END) {
                    seen.kinds.add(event);
                    reader.emit(event, seen.bytes::write);
                    event = event == Event.DONE ? Event.END : reader.next();
                }
            } catch (IOException e) {
                seen.failure = e;
            }
            seen.finished = reader.glance().isComplete();
            return seen;
        }
    }

    private static EventReader.Source dribbling(byte[] stream, Random random) {
        int[] at = {0};
        return (into, offset, length) -> {
            if (at[0] == stream.length) {
                return -1;
            }
            int most = Math.min(length, stream.length - at[0]);
            int count = random.nextInt(4) == 0 ? most : 1 + random.nextInt(Math.min(most, 9));
            System.arraycopy(stream, at[0], into, offset, count);
            at[0] += count;
            return count;
        };
    }

    private static Seen read(String stream) {
        return Seen.of(stream.getBytes(StandardCharsets.UTF_8), new Random(1), null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyStreamIsReadAsItWasWritten(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<Written> events = someEvents(random);
            String text = text(events, false);
            byte[] stream = text.getBytes(StandardCharsets.UTF_8);
            String described = "seed " + seed + ", stream " + i + ": " + text;

            Seen plain = Seen.of(stream, random, null);
            Seen renamed = Seen.of(stream, random, ASKED);

            assertThat(plain.failure).as(described).isNull();
            assertThat(plain.kinds)
                    .as(described)
                    .isEqualTo(events.stream().map(Written::kind).toList());
            // Nobody waits for the line feed of the very last line end.
            assertThat(plain.bytes.toString(StandardCharsets.UTF_8))
                    .as(described)
                    .isIn(text, withoutFeed(text));
            assertThat(renamed.bytes.toString(StandardCharsets.UTF_8))
                    .as(described)
                    .isIn(text(events, true), withoutFeed(text(events, true)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105})
    void aCutStreamIsNeverReadAsDone(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] stream = text(someEvents(random), false).getBytes(StandardCharsets.UTF_8);
            int done = new String(stream, StandardCharsets.ISO_8859_1).lastIndexOf("[DONE]");
            int cut = random.nextInt(done + "[DONE]".length());
            String described = "seed " + seed + ", stream " + i + " cut at " + cut;

            Seen seen = Seen.of(Arrays.copyOf(stream, cut), random, null);

            assertThat(seen.kinds).as(described).doesNotContain(Event.DONE);
            byte[] relayed = seen.bytes.toByteArray();
            assertThat(relayed).as(described).isEqualTo(Arrays.copyOf(stream, relayed.length));
        }
    }

    private static String withoutFeed(String text) {
        return text.endsWith("\r\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String text(List<Written> events, boolean renamed) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(renamed ? event.renamed() : event.text()));
        return text.toString();
    }

    private static List<Written> someEvents(Random random) {
        List<Written> events = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            events.add(anEvent(random, i == 0 && random.nextInt(4) == 0 ? "\uFEFF" : ""));
        }
        String end = lineEnd(random);
        String done = "data:" + (random.nextBoolean() ? " " : "") + "[DONE]" + end + end;
        events.add(new Written(done, done, Event.DONE));
        return events;
    }

    private static Written anEvent(Random random, String mark) {
        String end = lineEnd(random);
        String before =
                switch (random.nextInt(6)) {
                    case 0 -> ": data: [DONE]" + end;
                    case 1 -> "event: message" + end + "id: 7" + end;
                    case 2 -> "retry" + end;
                    default -> "";
                };
        if (random.nextInt(8) == 0) {
            String aside = mark + (before.isEmpty() ? ":" + end : before) + end;
            return new Written(aside, aside, Event.ASIDE);
        }
        boolean annotation = random.nextInt(4) == 0;
        String name = random.nextInt(4) == 0 ? "" : "\"gpt-\\\"4 ü€\uD83D\uDE00\"";
        String json = json(random, annotation, name);
        String wanted = name.isEmpty() ? json : json(json, name);
        boolean several = random.nextInt(3) == 0;
        String text = mark + before + data(json, several, end) + end;
        String renamed = mark + before + data(wanted, several, end) + end;
        return new Written(text, renamed, annotation ? Event.ASIDE : Event.CONTENT);
    }

    private static String json(Random random, boolean annotation, String name) {
        String model = name.isEmpty() ? "" : ",~\"model\"~:~" + name;
        String choices =
                annotation
                        ? "[]"
                        : "[{\"index\":"
                                + random.nextInt(3)
                                + ",~\"delta\":{\"content\":\"\\n{[\\\\ \\u20ac é\",\"model\":"
                                + "\"inner\",\"error\":1}}]";
        return "{\"id\":\"\",~\"error\":null,\"choices\":" + choices + model + ",~\"usage\":null}";
    }

    private static String json(String json, String name) {
        return json.replace(name, "\"asked\"");
    }

    /** The places marked with a tilde are where JSON may have space, or a line may end. */
    private static String data(String json, boolean several, String end) {
        return "data: " + json.replace("~", several ? end + "data:" : " ") + end;
    }

    private static String lineEnd(Random random) {
        return List.of("\n", "\r", "\r\n").get(random.nextInt(3));
    }

    @Test
    void aStreamIsWholeWhenEveryChoiceHasItsReason() {
        String first =
                "data: {\"choices\":[{\"index\":0},{\"index\":1,\"finish_reason\":null}]}\n\n";
        String one = "data: {\"choices\":[{\"index\":1,\"finish_reason\":\"stop\"}]}\n\n";
        String other = "data: {\"choices\":[{\"finish_reason\":\"length\",\"index\":0}]}\n\n";

        assertThat(read("").finished).isFalse();
        assertThat(read(first).finished).isFalse();
        assertThat(read(first + one).finished).isFalse();
        assertThat(read(first + one + other).finished).isTrue();
        assertThat(read(first + one + other + one.replace("\"stop\"", "null")).finished).isTrue();
    }

    @Test
    void anErrorIsSeenAndItsWordsAreKept() throws IOException {
        for (String error :
                List.of(
                        "data: {\"id\":1,\"error\":{\"message\":\"m\"}}\n\n",
                        "data: {\"id\":1,\"error\":{\"message\":\"m\"}}",
                        "event: error\ndata: m\n\n",
                        "event:error\n\n",
                        "data: {\ndata: \"error\": \"m\"}\n\n")) {
            byte[] bytes = error.getBytes(StandardCharsets.UTF_8);
            EventReader reader =
                    new EventReader(
                            dribbling(bytes, new Random(7)), new byte[8], 0, Relabel.NOTHING);
            if (error.endsWith("\n\n")) {
                assertThat(reader.next()).as(error).isEqualTo(Event.ERROR);
                assertThat(new String(reader.errorData(), StandardCharsets.UTF_8))
                        .as(error)
                        .contains(error.contains("m\"") || error.contains("m\n") ? "m" : "");
            } else {
                assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\n\n",
                "data: {} {}\n\n",
                "data: []\n\n",
                "data: hello\n\n",
                "data: {\"a\":\"\ndata: \"\n\n",
                "data: {}",
                "data: {}\n",
                ": comment",
                "da"
            })
    void whatIsBrokenOrBreaksOffIsNotHandedOn(String stream) {
        Seen seen = read(stream);

        assertThat(seen.failure).isNotNull();
        assertThat(seen.bytes.size()).isZero();
    }

    @Test
    void theLastEmptyLineMayBeMissing() {
        for (String stream : List.of("data: [DONE]", "data: [DONE]\n", "data: [DONE]\r\n")) {
            assertThat(read(stream).kinds).as(stream).containsExactly(Event.DONE);
            assertThat(read(stream).bytes).as(stream).hasToString(stream);
        }
    }

    @Test
    void emptyLinesBetweenEventsAreHandedOnWithTheNext() {
        assertThat(read("\n\r\n\r: a\n\n\n\ndata: [DONE]\n\n").bytes)
                .hasToString("\n\r\n\r: a\n\n\n\ndata: [DONE]\n\n");
    }

    @Test
    void anEventWithoutEndDoesNotFillTheMemory() {
        long[] given = {0};
        EventReader reader =
                new EventReader(
                        (into, at, length) -> {
                            Arrays.fill(into, at, at + length, (byte) 'x');
                            given[0] += length;
                            return length;
                        },
                        new byte[8192],
                        0,
                        Relabel.NOTHING);

        assertThatThrownBy(reader::next).isInstanceOf(ProtocolException.class);
        assertThat(given[0]).isLessThanOrEqualTo(EventReader.LARGEST);
    }

    @Test
    void aLargeEventIsHandedOn() {
        String large =
                "data: {\"choices\":[{\"delta\":\""
                        + "x".repeat(5_000_000)
                        + "\"}]}\n\n"
                        + "data: [DONE]\n\n";

        Seen seen = Seen.of(large.getBytes(StandardCharsets.UTF_8), new Random(3), null);

        assertThat(seen.kinds).containsExactly(Event.CONTENT, Event.DONE);
        assertThat(seen.bytes.size()).isEqualTo(large.length());
    }
}
