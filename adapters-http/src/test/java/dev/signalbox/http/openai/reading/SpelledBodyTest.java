package dev.signalbox.http.openai.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.exchange.Checked;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What goes up for whatever is written, changed, dropped and renamed: told by a second way. */
class SpelledBodyTest {

    private static final byte[] MODEL = "\"other\"".getBytes(StandardCharsets.UTF_8);
    private static final List<String> NAMES =
            List.of(
                    "n",
                    "a\"b",
                    "ü",
                    "long",
                    "short",
                    "tags",
                    "timeout",
                    "num_retries",
                    "seed",
                    "x");
    private static final List<String> PLAIN = List.of("n", "long", "short", "seed", "x", "y");
    private static final Map<String, String> RENAMED = Map.of("short", "long", "x", "y");

    private final CallReader reader = new CallReader();
    private final ObjectMapper mapper =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    @Test
    void everyBodyIsSpelledAsItIsMeant() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            ObjectNode body = mapper.createObjectNode();
            String json = body(random, body);
            List<Member> changes = members(random);
            Spelling spelling =
                    new Spelling(
                            members(random),
                            random.nextInt(3) == 0 ? Set.of("seed", "y") : Set.of(),
                            random.nextBoolean() ? RENAMED : Map.of(),
                            random.nextBoolean());
            String told = "seed " + seed + ": " + json + " " + changes + " " + spelling;
            CallBody read = read(json, told).with(changes);
            JsonNode after = mapper.readTree(spelled(read, spelling));
            assertThat(after).as(told).isEqualTo(expected(body, changes, spelling));
            assertThat(read.tokens()).as(told).isPositive();
        }
    }

    /** The same by a tree. */
    private ObjectNode expected(ObjectNode body, List<Member> changes, Spelling spelling)
            throws Exception {
        ObjectNode all = body.deepCopy();
        for (Member change : changes) {
            all.set(change.name(), mapper.readTree(text(change)));
        }
        Set<String> said = new HashSet<>();
        all.fieldNames().forEachRemaining(said::add);
        spelling.renamed()
                .forEach(
                        (name, other) -> {
                            if (all.has(name)) {
                                said.add(other);
                            }
                        });
        if (!spelling.metadata()) {
            all.remove("metadata");
        } else if (all.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("tags", "session_id"));
            if (metadata.isEmpty()) {
                all.remove("metadata");
            }
        }
        all.remove(List.of("tags", "timeout", "num_retries"));
        all.remove(spelling.dropped());
        spelling.renamed()
                .forEach(
                        (name, other) -> {
                            JsonNode value = all.remove(name);
                            if (value != null && !body.has(other) && !isIn(changes, other)) {
                                all.set(other, value);
                            }
                        });
        for (Member member : spelling.defaults()) {
            if (!said.contains(member.name()) && !spelling.dropped().contains(member.name())) {
                all.set(member.name(), mapper.readTree(text(member)));
            }
        }
        all.put("model", "other");
        return all;
    }

    private static boolean isIn(List<Member> members, String name) {
        return members.stream().anyMatch(it -> it.name().equals(name));
    }

    private static String text(Member member) {
        return StandardCharsets.UTF_8.decode(member.json().duplicate()).toString();
    }

    private CallBody read(String json, String told) {
        Checked<CallAddress> read =
                reader.read(json.getBytes(StandardCharsets.UTF_8), Endpoint.CHAT_COMPLETIONS, true);
        assertThat(read).as(told).isInstanceOf(Checked.Good.class);
        return ((Checked.Good<CallAddress>) read).value().body();
    }

    private static byte[] spelled(CallBody body, Spelling spelling) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : body.spelledFor(MODEL, spelling)) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static List<Member> members(Random random) {
        List<String> names = new ArrayList<>(PLAIN);
        Collections.shuffle(names, random);
        return names.subList(0, random.nextInt(3)).stream()
                .map(
                        it ->
                                new Member(
                                        it,
                                        "[" + random.nextInt(100) + "," + "1, ".repeat(500) + "1]"))
                .toList();
    }

    /** Members in any order and with any space, written by hand; the same ones go into a tree. */
    private String body(Random random, ObjectNode tree) throws Exception {
        List<String> names = new ArrayList<>(NAMES);
        names.add("metadata");
        for (String name : List.of("model", "store")) {
            if (random.nextBoolean()) {
                names.add(name);
            }
        }
        Collections.shuffle(names, random);
        names = new ArrayList<>(names.subList(0, random.nextInt(names.size())));
        names.add(random.nextInt(names.size() + 1), "messages");
        StringBuilder text = new StringBuilder(space(random) + "{");
        for (String name : names) {
            String value = value(random, name);
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
                    .append(space(random))
                    .append(written(random, name))
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(value)
                    .append(space(random));
            tree.set(name, mapper.readTree(value));
        }
        return text + space(random) + "}" + space(random);
    }

    private String written(Random random, String name) throws Exception {
        String quoted = mapper.writeValueAsString(name);
        return random.nextInt(4) > 0 || name.equals("ü")
                ? quoted
                : "\"\\u%04x".formatted((int) name.charAt(0)) + quoted.substring(2);
    }

    private static String value(Random random, String name) {
        return switch (name) {
            case "messages" -> random.nextBoolean() ? "[]" : "[{\"tags\" : [\",}\"]} ]";
            case "model" -> "\"m\\u0020,}\"";
            case "tags" -> "[\"a\" , \"b\"]";
            case "timeout", "num_retries" -> "3";
            case "metadata" -> metadata(random);
            default -> random.nextBoolean() ? "-1.5e3" : "{\"a\" : \"}\\\",{\"}";
        };
    }

    private static String metadata(Random random) {
        List<String> members =
                new ArrayList<>(
                        List.of("\"a\": 1", "\"session_id\" :\"s\"", "\"t\\u0061gs\":[\"}\"]"));
        Collections.shuffle(members, random);
        return "{"
                + String.join(space(random) + ",", members.subList(0, random.nextInt(4)))
                + space(random)
                + "}";
    }

    private static String space(Random random) {
        return List.of("", "", " ", "\n\t", " \r\n ").get(random.nextInt(5));
    }
}
