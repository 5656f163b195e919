package dev.signalbox.application.call.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.application.testkit.Bodies;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

class CallBodyTest {

    private static final byte[] MODEL = "\"dep\"".getBytes(StandardCharsets.UTF_8);

    private static String spelled(CallBody body, Spelling spelling) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer piece : body.spelledFor(MODEL, spelling)) {
            text.append(StandardCharsets.UTF_8.decode(piece));
        }
        return text.toString();
    }

    private static String spelled(CallBody body, Member... defaults) {
        return spelled(body, Spelling.with(List.of(defaults)));
    }

    private static String renamed(String body, Member... changes) {
        return spelled(
                Bodies.of(body).with(List.of(changes)),
                new Spelling(
                        List.of(new Member("long", "9")), Set.of("seed"), Map.of("short", "long")));
    }

    @Test
    void nothingButTheModelChanges() {
        CallBody body =
                Bodies.of(
                        " {\"a\\\"b\":1, \"mod\\u0065l\" : \"gpt-\\u0034\" ,\"x\":{\"model\":\"ü\"}} ");
        assertThat(spelled(body))
                .isEqualTo(" {\"a\\\"b\":1, \"mod\\u0065l\" : \"dep\" ,\"x\":{\"model\":\"ü\"}} ");
    }

    @Test
    void aMissingModelIsPutInFront() {
        assertThat(spelled(Bodies.of("{\"messages\":[]}")))
                .isEqualTo("{\"model\":\"dep\",\"messages\":[]}");
        assertThat(spelled(Bodies.of(" { } "))).isEqualTo(" {\"model\":\"dep\" } ");
    }

    @Test
    void aDefaultStandsOnlyWhereTheCallerSaidNothing() {
        CallBody body = Bodies.of("{\"model\":\"m\",\"temperature\":1}");
        assertThat(spelled(body, new Member("temperature", "0"), new Member("seed", "7")))
                .isEqualTo("{\"seed\":7,\"model\":\"dep\",\"temperature\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"tags\":[1,{}],\"model\":1}|{\"model\":\"dep\"}",
                "{\"model\":1 , \"num_retries\" : 3 }|{\"model\":\"dep\"}",
                "{\"timeout\":1,\"model\":1,\"cache\":{},\"n\":2,\"t\\u0061gs\":0}|{\"model\":\"dep\",\"n\":2}",
                "{ \"tags\":1, \"timeout\":2 }|{\"model\":\"dep\"}",
                "{\"n\":[\"}\"], \"tags\":1, \"timeout\":2 }|{\"model\":\"dep\",\"n\":[\"}\"]}"
            })
    void whatIsMeantForUsDoesNotGoUp(String body, String expected) {
        assertThat(spelled(Bodies.of(body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"metadata\":{\"tags\":[]},\"model\":1}|{\"model\":\"dep\"}",
                "{\"model\":1,\"metadata\":{\"tags\":[]}}|{\"model\":\"dep\"}",
                "{\"model\":1,\"metadata\":{\"a\":\"1\"}}|{\"model\":\"dep\"}",
                "{\"store\":true,\"model\":1,\"metadata\":{\"a\":1}}|{\"store\":true,\"model\":\"dep\"}"
            })
    void whatStandsInMetadataDoesNotGoUp(String body, String expected) {
        assertThat(spelled(Bodies.of(body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"model\":1,\"metadata\":{\"session_id\":\"s\"}}|{\"model\":\"dep\"}",
                "{\"model\":1,\"metadata\":{\"a\":\"1\",\"tags\":[]}}|{\"model\":\"dep\",\"metadata\":{\"a\":\"1\"}}",
                "{\"model\":1,\"metadata\":{\"tags\":[], \"a\":\"1\"},\"x\":1}|{\"model\":\"dep\",\"metadata\":{\"a\":\"1\"},\"x\":1}",
                "{\"model\":1,\"metadata\":{\"a\":1,\"tags\":[], \"b\":2},\"tags\":1}|{\"model\":\"dep\",\"metadata\":{\"a\":1,\"b\":2}}"
            })
    void whereMetadataIsForwardedOnlyWhatIsForUsStaysHere(String body, String expected) {
        Spelling forwarding = new Spelling(List.of(), Set.of(), Map.of(), true);

        assertThat(spelled(Bodies.of(body), forwarding)).isEqualTo(expected);
    }

    @Test
    void whatAModelDoesNotTakeIsLeftOut() {
        assertThat(renamed("{\"model\":1,\"long\":1,\"seed\":7}"))
                .isEqualTo("{\"model\":\"dep\",\"long\":1}");
    }

    @Test
    void aMemberIsWrittenUnderTheNameThatTheModelKnows() {
        assertThat(renamed("{\"short\" : 5,\"model\":1}"))
                .isEqualTo("{\"long\" : 5,\"model\":\"dep\"}");
        assertThat(renamed("{\"model\":1,\"sh\\u006frt\":5}"))
                .isEqualTo("{\"model\":\"dep\",\"long\":5}");
    }

    @Test
    void whoeverWroteBothNamesMeansTheSecond() {
        assertThat(renamed("{\"model\":1,\"long\":6,\"short\":5}"))
                .isEqualTo("{\"model\":\"dep\",\"long\":6}");
        assertThat(renamed("{\"model\":1,\"short\":5}", new Member("long", "6")))
                .isEqualTo("{\"long\":6,\"model\":\"dep\"}");
    }

    @Test
    void aChangeReplacesOrAddsAndStaysForTheNextOne() {
        CallBody body = Bodies.of("{\"model\":1,\"messages\":[1],\"n\": 1 }");
        CallBody first =
                body.with(List.of(new Member("messages", "[2]"), new Member("temperature", "0")));
        CallBody second = first.with(List.of(new Member("temperature", "1")));
        assertThat(spelled(first))
                .isEqualTo("{\"temperature\":0,\"model\":\"dep\",\"messages\":[2],\"n\": 1 }");
        assertThat(spelled(second, new Member("temperature", "2")))
                .isEqualTo("{\"temperature\":1,\"model\":\"dep\",\"messages\":[2],\"n\": 1 }");
        assertThat(spelled(body)).isEqualTo("{\"model\":\"dep\",\"messages\":[1],\"n\": 1 }");
    }

    @Test
    void aChangeIsSpelledLikeWhatACallerWrites() {
        assertThat(renamed("{\"model\":1,\"n\":1}", new Member("short", "3")))
                .isEqualTo("{\"long\":3,\"model\":\"dep\",\"n\":1}");
        assertThat(renamed("{\"model\":1,\"short\":1}", new Member("short", "3")))
                .isEqualTo("{\"model\":\"dep\",\"long\":3}");
        assertThat(renamed("{\"long\":1}", new Member("seed", "3"), new Member("tags", "[]")))
                .isEqualTo("{\"model\":\"dep\",\"long\":1}");
    }

    @Test
    void aLongChangeIsAViewThatCanBeTakenAgain() {
        ByteBuffer messages = ByteBuffer.wrap(("[" + "1,".repeat(1000) + "1]").getBytes());
        CallBody body = Bodies.of("{\"model\":1}").with(List.of(new Member("messages", messages)));
        String expected =
                "{\"messages\":"
                        + StandardCharsets.UTF_8.decode(messages.duplicate())
                        + ",\"model\":\"dep\"}";
        assertThat(body.spelledFor(MODEL, Spelling.PLAIN))
                .anyMatch(it -> it.array() == messages.array());
        assertThat(spelled(body)).isEqualTo(expected);
        assertThat(spelled(body)).isEqualTo(expected);
    }

    @Test
    void tokensAreGuessedByTheBytesThatAreThereNow() {
        assertThat(Bodies.of("{\"n\":12}").tokens()).isEqualTo(2);
        assertThat(Bodies.of("{\"n\":123}").tokens()).isEqualTo(3);
        assertThat(Bodies.of("{\"n\":12}").with(List.of(new Member("n", "[1,2,3]"))).tokens())
                .isEqualTo(4);
    }

    @Test
    void theCallersBytesAreNotCopied() {
        byte[] bytes = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
        Members members = new Members(bytes, 0);
        members.add("model", 1);
        members.close(12);
        List<ByteBuffer> pieces = new CallBody(members, null).spelledFor(MODEL, Spelling.PLAIN);
        assertThat(pieces.getFirst().array()).isSameAs(bytes);
        assertThat(pieces.getLast().array()).isSameAs(bytes);
        assertThat(pieces.stream().mapToInt(ByteBuffer::remaining).sum())
                .isEqualTo(bytes.length - 3 + MODEL.length);
    }
}
