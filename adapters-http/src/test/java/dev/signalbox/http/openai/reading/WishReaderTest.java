package dev.signalbox.http.openai.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.Wishes.Fallback;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class WishReaderTest {

    private final CallReader reader = new CallReader();

    private Checked<CallAddress> read(String members) {
        String body = "{\"model\":\"m\",\"messages\":[]" + members + "}";
        return reader.read(body.getBytes(StandardCharsets.UTF_8), Endpoint.CHAT_COMPLETIONS, false);
    }

    private Wishes wishes(String members) {
        assertThat(read(members)).isInstanceOf(Checked.Good.class);
        return ((Checked.Good<CallAddress>) read(members)).value().wishes();
    }

    private ErrorAnswer bad(String members) {
        assertThat(read(members)).as(members).isInstanceOf(Checked.Bad.class);
        return ((Checked.Bad<CallAddress>) read(members)).answer();
    }

    private static List<String> shown(Fallback fallback) {
        return fallback.changes().stream()
                .map(it -> it.name() + "=" + StandardCharsets.UTF_8.decode(it.json().duplicate()))
                .toList();
    }

    @Test
    void whoSaysNothingWishesNothing() {
        assertThat(wishes("")).isSameAs(Wishes.NONE);
        assertThat(wishes(",\"timeout\":null,\"fallbacks\":null,\"metadata\":null"))
                .isSameAs(Wishes.NONE);
    }

    @Test
    void everyWishIsRead() {
        Wishes wishes =
                wishes(
                        ",\"num_retries\":3,\"request_timeout\":9,\"timeout\":1.5,"
                                + "\"stream_timeout\":0.25,\"disable_fallbacks\":true,"
                                + "\"tags\":[\"a\",\"b\"],\"user\":\"u\",\"max_tokens\":7,"
                                + "\"metadata\":{\"x\":{\"tags\":[1]},\"tags\":[\"b\",\"c\"],"
                                + "\"session_id\":\"s\"}");
        assertThat(wishes.retries()).isEqualTo(3);
        assertThat(wishes.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(wishes.streamTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(wishes.stays()).isTrue();
        assertThat(wishes.tags()).containsExactly("a", "b", "c");
        assertThat(wishes.session()).isEqualTo("s");
        assertThat(wishes.user()).isEqualTo("u");
        assertThat(wishes.elsewhere()).isNull();
        assertThat(wishes(",\"request_timeout\":9").timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void wishesAreBounded() {
        assertThat(wishes(",\"num_retries\":99").retries()).isEqualTo(10);
        assertThat(wishes(",\"num_retries\":1e300").retries()).isEqualTo(10);
        assertThat(wishes(",\"timeout\":1e300").timeout()).isEqualTo(Duration.ofDays(1));
        assertThat(wishes(",\"timeout\":1e-9").timeout()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void whatIsOpenAisIsTheUpstreamsToRefuse() {
        Wishes wishes =
                wishes(
                        ",\"user\":7,\"max_tokens\":\"many\",\"metadata\":[1],"
                                + "\"max_completion_tokens\":99999999999999999999");
        assertThat(wishes.user()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "num_retries|\"3\"",
                "num_retries|-1",
                "num_retries|1.5",
                "num_retries|[]",
                "timeout|0",
                "timeout|-2",
                "timeout|\"5\"",
                "request_timeout|{}",
                "stream_timeout|true",
                "disable_fallbacks|1",
                "disable_fallbacks|\"true\"",
                "tags|\"a\"",
                "tags|[\"a\",1]",
                "tags|[[\"a\"]]",
                "tags|[\"\"]",
                "metadata.tags|\"a\"",
                "metadata.session_id|7",
                "fallbacks|\"a\"",
                "fallbacks|{\"model\":\"a\"}",
                "fallbacks[1]|[\"a\",7]"
            })
    void whatIsOfTheWrongFormIsNamed(String param, String value) {
        String member =
                param.startsWith("metadata.")
                        ? "\"metadata\":{\"" + param.substring(9) + "\":" + value + "}"
                        : "\"" + param.replaceAll("\\[.*", "") + "\":" + value;
        ErrorAnswer error = bad("," + member);
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "num_retries",
                "timeout",
                "fallbacks",
                "tags",
                "metadata",
                "user",
                "max_tokens"
            })
    void nothingThatIsReadStandsTwice(String name) {
        ErrorAnswer error = bad(",\"" + name + "\":null,\"" + name + "\":null");
        assertThat(error.param()).isEqualTo(name);
        assertThat(error.message()).contains("twice");
    }

    @Test
    void whatStandsTwiceAmongManyIsFoundToo() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            many.append("\"a").append(i).append("\":0,");
        }
        assertThat(
                        bad(",\"metadata\":{\"session_id\":\"s\"," + many + "\"session_id\":\"t\"}")
                                .param())
                .isEqualTo("metadata.session_id");
        assertThat(bad("," + many + "\"timeout\":1,\"timeout\":2").param()).isEqualTo("timeout");
        assertThat(bad(",\"fallbacks\":[{" + many + "\"model\":\"x\"}]").param())
                .isEqualTo("fallbacks[0]");
    }

    @Test
    void tagsAreBounded() {
        String many = "\"t\",".repeat(100) + "\"t\"";
        assertThat(wishes(",\"tags\":[" + many + "]").tags()).containsExactly("t");
        StringBuilder different = new StringBuilder("\"0\"");
        for (int i = 1; i <= 64; i++) {
            different.append(",\"").append(i).append('"');
        }
        assertThat(bad(",\"tags\":[" + different + "]").message()).contains("64");
        assertThat(bad(",\"tags\":[\"" + "x".repeat(257) + "\"]").message()).contains("256");
    }

    @Test
    void fallbacksAreNames() {
        Wishes wishes = wishes(",\"fallbacks\":[\"a\",\"b\"]");
        assertThat(wishes.elsewhere().list())
                .containsExactly(
                        new Fallback(new ModelName("a"), List.of()),
                        new Fallback(new ModelName("b"), List.of()));
        assertThat(wishes(",\"fallbacks\":[]").elsewhere())
                .isEqualTo(new Wishes.Elsewhere(List.of(), Map.of()));
    }

    @Test
    void aFallbackChangesTheBody() {
        List<Fallback> list =
                wishes(
                                ",\"fallbacks\":[{\"model\" : \"a\", \"messages\" : [{\"role\":\"ü\"}]"
                                        + " ,\"stop\":[\"x\"]},{\"temperature\":0.5 }, \"b\"]")
                        .elsewhere()
                        .list();
        assertThat(list.get(0).model()).isEqualTo(new ModelName("a"));
        assertThat(shown(list.get(0)))
                .containsExactly("messages=[{\"role\":\"ü\"}]", "stop=[\"x\"]");
        assertThat(list.get(1).model()).isNull();
        assertThat(shown(list.get(1))).containsExactly("temperature=0.5");
        assertThat(list.get(2).model()).isEqualTo(new ModelName("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"g\":[\"x\",\"y\"]},{\"h\":[\"z\"]}]",
                "[{\"g\":[\"x\",\"y\"],\"h\":[\"z\"]}]",
                "{\"g\":[\"x\",\"y\"],\"h\":[\"z\"]}"
            })
    void fallbacksAreListsByTheNameThatFails(String fallbacks) {
        Wishes.Elsewhere elsewhere = wishes(",\"fallbacks\":" + fallbacks).elsewhere();
        assertThat(elsewhere.list()).isEmpty();
        assertThat(elsewhere.byName())
                .isEqualTo(
                        Map.of(
                                new ModelName("g"),
                                List.of(new ModelName("x"), new ModelName("y")),
                                new ModelName("h"),
                                List.of(new ModelName("z"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_base",
                "base_url",
                "api_key",
                "api_k\\u0065y",
                "headers",
                "extra_headers",
                "organization",
                "azure_ad_token",
                "custom_llm_provider",
                "user_config",
                "mock_response",
                "vertex_project",
                "fallbacks",
                "num_retries",
                "tags",
                "metadata",
                "stream"
            })
    void aFallbackCannotTakeTheCallElsewhereOrSpeakToUs(String field) {
        ErrorAnswer error =
                bad(",\"fallbacks\":[\"a\",\"b\",{\"model\":\"c\",\"" + field + "\":[\"x\"]}]");
        String name = field.replace("\\u0065", "e");
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo("fallbacks[2]." + name);
        assertThat(error.message())
                .isEqualTo(
                        "Rejected Request: fallbacks[2]."
                                + name
                                + " is not allowed in request body.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{}]",
                "[{\"model\":7}]",
                "[{\"model\":\"\"}]",
                "[\"\"]",
                "[{\"model\":\"a\",\"messages\":{}}]",
                "[{\"model\":\"a\",\"n\":1,\"n\":2}]",
                "[{\"model\":\"a\",\"model\":\"b\"}]",
                "[{\"model\":\"a\",\"n\\\"o\":1}]",
                "[{\"g\":[\"a\"]},{\"g\":[\"b\"]}]",
                "[\"a\",{\"g\":[\"b\"]}]",
                "[[\"a\"]]"
            })
    void whatIsNoFallbackIsRefused(String fallbacks) {
        ErrorAnswer error = bad(",\"fallbacks\":" + fallbacks);
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).startsWith("fallbacks");
    }

    @Test
    void fallbacksAreBounded() {
        String twenty = "\"a\"" + ",\"a\"".repeat(19);
        assertThat(wishes(",\"fallbacks\":[" + twenty + "]").elsewhere().list()).hasSize(20);
        assertThat(bad(",\"fallbacks\":[" + twenty + ",\"b\"]").message()).contains("20");
        assertThat(bad(",\"fallbacks\":{\"g\":[" + twenty + ",\"b\"]}").message()).contains("20");
    }
}
