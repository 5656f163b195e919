package dev.signalbox.http.openai.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

class CallReaderTest {

    private static final byte[] OTHER = "\"other\"".getBytes(StandardCharsets.UTF_8);

    private final CallReader reader = new CallReader();
    private final ObjectMapper mapper = new ObjectMapper();

    private Checked<CallAddress> chat(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8), Endpoint.CHAT_COMPLETIONS, false);
    }

    private Checked<CallAddress> read(byte[] body, Endpoint endpoint, boolean modelInPath) {
        return reader.read(body, endpoint, modelInPath);
    }

    private static CallAddress good(Checked<CallAddress> read) {
        assertThat(read).isInstanceOf(Checked.Good.class);
        return ((Checked.Good<CallAddress>) read).value();
    }

    private static ErrorAnswer bad(Checked<CallAddress> read) {
        assertThat(read).isInstanceOf(Checked.Bad.class);
        return ((Checked.Bad<CallAddress>) read).answer();
    }

    private static String spelled(CallAddress address) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : address.body().spelledFor(OTHER, Spelling.PLAIN)) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void onlyTheModelOnTopIsReplacedAndEveryOtherByteStays() {
        String body =
                " {\"messages\" : [{\"model\":\"inner\",\"content\":\"häß\\u00e9 \uD83D\uDE00\"}],\r\n"
                        + "\t\"mod\\u0065l\" :  \"gpt\\u002d4\" , \"stream\":true,\"n\":1e5}\n";
        CallAddress address = good(chat(body));
        assertThat(address.model().text()).isEqualTo("gpt-4");
        assertThat(address.streamed()).isTrue();
        assertThat(address.body().has("n")).isTrue();
        assertThat(spelled(address)).isEqualTo(body.replace("\"gpt\\u002d4\"", "\"other\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"messages\":[],\"model\":\"b\"}",
                "{\"model\":\"a\",\"messages\":[],\"mod\\u0065l\":\"b\"}",
                "{\"model\":\"a\",\"messages\":[],\"stream\":true,\"stream\":false}"
            })
    void aFieldThatIsReadMayNotStandTwice(String body) {
        assertThat(bad(chat(body)).status()).isEqualTo(400);
        assertThat(bad(chat(body)).message()).contains("twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "\"x\"",
                "{",
                "{\"model\":\"a\",\"messages\":[]",
                "{\"model\":\"a\",\"messages\":[]}}",
                "{\"model\":\"a\",\"messages\":[]} x",
                "{\"model\":\"a\",\"messages\":[],}",
                "{\"model\":\"a\",\"messages\":[] /* c */}",
                "{\"model\":\"a\",\"messages\":[] # c\n}",
                "{'model':'a','messages':[]}",
                "{model:\"a\",\"messages\":[]}",
                "{\"model\":\"a\",\"messages\":[],\"t\":NaN}",
                "{\"model\":\"a\",\"messages\":[],\"t\":+1}",
                "{\"model\":\"a\",\"messages\":[],\"t\":01}",
                "{\"model\":\"a\",\"messages\":[],\"t\":.5}",
                "{\"model\":\"a\",\"messages\":[],\"t\":\"\\x\"}",
                "{\"model\":\"a\",\"messages\":[],\"t\":\"a\nb\"}",
                "\uFEFF{\"model\":\"a\",\"messages\":[]}"
            })
    void whatIsNotStrictJsonIsRefused(String body) {
        ErrorAnswer error = bad(chat(body));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo("invalid_request_error");
    }

    @Test
    void noOtherEncodingIsGuessed() {
        String body = "{\"model\":\"a\",\"messages\":[]}";
        for (var charset :
                List.of(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE,
                        java.nio.charset.Charset.forName("UTF-32LE"))) {
            assertThat(bad(read(body.getBytes(charset), Endpoint.CHAT_COMPLETIONS, false)).status())
                    .isEqualTo(400);
        }
        byte[] latin =
                "{\"model\":\"a\",\"messages\":[\"ä\"]}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(bad(read(latin, Endpoint.CHAT_COMPLETIONS, false)).status()).isEqualTo(400);
    }

    @Test
    void depthAndLengthAreBounded() {
        String head = "{\"model\":\"a\",\"messages\":";
        assertThat(bad(chat(head + "[".repeat(100_000) + "]".repeat(100_000) + "}")).status())
                .isEqualTo(400);
        assertThat(bad(chat(head + "[" + "1".repeat(1_000_000) + "]}")).status()).isEqualTo(400);
        assertThat(bad(chat("{\"" + "n".repeat(1_000_000) + "\":1}")).status()).isEqualTo(400);
        StringBuilder many = new StringBuilder(head + "[]");
        for (int i = 0; i < 2000; i++) {
            many.append(",\"f").append(i).append("\":1");
        }
        assertThat(bad(chat(many + "}")).message()).contains("1000");
        String deep = "[".repeat(500) + "]".repeat(500);
        assertThat(
                        good(chat(head + deep + ",\"s\":\"" + "x".repeat(30_000_000) + "\"}"))
                                .streamed())
                .isFalse();
    }

    @Test
    void unreadableJsonIsToldWhereAndWithoutAdviceToProgrammers() {
        assertThat(bad(chat("{\"model\":\"a\",\n\"messages\":[")).message())
                .endsWith("it ends too early (line 2, column 13)");
        assertThat(bad(chat("{\"model\":\"a\",\"messages\":[NaN]}")).message())
                .contains("'NaN' (line 1")
                .doesNotContain("JsonReadFeature");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        Map<String, String> wrong =
                Map.of(
                        "{\"messages\":[]}", "model",
                        "{\"model\":null,\"messages\":[]}", "model",
                        "{\"model\":7,\"messages\":[]}", "model",
                        "{\"model\":{\"a\":1},\"messages\":[]}", "model",
                        "{\"model\":\"\",\"messages\":[]}", "model",
                        "{\"model\":\"a\"}", "messages",
                        "{\"model\":\"a\",\"messages\":{}}", "messages",
                        "{\"model\":\"a\",\"messages\":[],\"stream\":\"yes\"}", "stream");
        wrong.forEach(
                (body, param) -> {
                    assertThat(bad(chat(body)).status()).as(body).isEqualTo(422);
                    assertThat(bad(chat(body)).param()).as(body).isEqualTo(param);
                });
        byte[] onlyModel = "{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(bad(read(onlyModel, Endpoint.COMPLETIONS, false)).param()).isEqualTo("prompt");
        assertThat(bad(read(onlyModel, Endpoint.EMBEDDINGS, false)).param()).isEqualTo("input");
        assertThat(good(chat("{\"model\":\"a\",\"messages\":[],\"stream\":null}")).streamed())
                .isFalse();
    }

    @Test
    void whereOpenAiTakesAModelOfItsOwnOneNeedNotBeNamed() {
        byte[] without = "{\"input\":\"x\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(good(read(without, Endpoint.MODERATIONS, false)).model())
                .isEqualTo(new ModelName("omni-moderation-latest"));
        assertThat(bad(read(without, Endpoint.SPEECH, false)).param()).isEqualTo("model");
        byte[] nothing = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(good(read(nothing, Endpoint.RESPONSES, false)).model())
                .as("a stored prompt may be the question")
                .isEqualTo(new ModelName("m"));
    }

    @Test
    void aModelInThePathReplacesTheBodysOrAddsToIt() {
        byte[] without = "{\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        assertThat(spelled(good(read(without, Endpoint.CHAT_COMPLETIONS, true))))
                .isEqualTo("{\"model\":\"other\",\"messages\":[]}");
        byte[] with = "{\"messages\":[],\"model\":null}".getBytes(StandardCharsets.UTF_8);
        assertThat(spelled(good(read(with, Endpoint.CHAT_COMPLETIONS, true))))
                .isEqualTo("{\"messages\":[],\"model\":\"other\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_base",
                "base_url",
                "api_key",
                "custom_llm_provider",
                "extra_headers",
                "user_config",
                "organization",
                "azure_ad_token",
                "api_b\\u0061se"
            })
    void aCallerCannotSendTheCallElsewhere(String field) {
        ErrorAnswer error =
                bad(chat("{\"model\":\"a\",\"messages\":[],\"" + field + "\":\"http://evil\"}"));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message()).contains("is not allowed in request body");
    }

    @Test
    void spansAreExactForEveryGeneratedBody() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            fill(body, random, 3);
            body.remove("model");
            body.set("messages", JsonNodeFactory.instance.arrayNode().add(value(random, 3)));
            body.put("model", text(random) + "m");
            fill(body, random, 2);
            String name = "M" + i;
            body.put("model", name);
            String json =
                    random.nextBoolean()
                            ? mapper.writeValueAsString(body)
                            : mapper.writerWithDefaultPrettyPrinter().writeValueAsString(body);
            CallAddress address = good(chat(json));
            assertThat(address.model().text()).as("seed " + seed).isEqualTo(name);
            body.put("model", "other");
            JsonNode after = mapper.readTree(spelled(address));
            assertThat(after).as("seed " + seed).isEqualTo(body);
        }
    }

    @Test
    void brokenBodiesAreRefusedAndNeverBreakUs() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ObjectMapper strict = new ObjectMapper();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes =
                    "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hé\\n\"}],\"n\":1.5e3}"
                            .getBytes(StandardCharsets.UTF_8);
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            switch (read(bytes, Endpoint.CHAT_COMPLETIONS, false)) {
                case Checked.Bad<CallAddress> bad ->
                        assertThat(bad.answer().status()).as("seed " + seed).isIn(400, 422);
                case Checked.Good<CallAddress> good -> {
                    String spelled = spelled(good.value());
                    assertThat(strict.readTree(spelled).get("model").asText())
                            .as("seed %d: %s", seed, spelled)
                            .isEqualTo("other");
                }
            }
        }
    }

    private void fill(ObjectNode object, Random random, int depth) {
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            String name = text(random);
            if (!List.of("stream", "api_key").contains(name)) {
                object.set("f" + name, value(random, depth));
            }
        }
    }

    private JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNodeFactory.instance.textNode(text(random));
            case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt());
            case 2 -> JsonNodeFactory.instance.numberNode(random.nextInt() / 8.0);
            case 3 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 4 -> JsonNodeFactory.instance.nullNode();
            case 5 -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                fill(object, random, depth - 1);
                object.put("model", "inner");
                yield object;
            }
        };
    }

    private static String text(Random random) {
        String letters = "ab\"\\\n\t{}[]:,äß€\uD83D\uDE00model";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int at = random.nextInt(letters.codePointCount(0, letters.length()));
            text.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }
}
