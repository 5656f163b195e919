package dev.signalbox.application.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.CallBody.Member;
import dev.signalbox.application.call.CallBody.Span;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

class CallBodyTest {

    private static final byte[] MODEL = "\"dep\"".getBytes(StandardCharsets.UTF_8);

    private static String spelled(CallBody body, Member... defaults) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer piece : body.spelledFor(MODEL, CallBody.Spelling.with(List.of(defaults)))) {
            text.append(StandardCharsets.UTF_8.decode(piece));
        }
        return text.toString();
    }

    /** The body, with the model's value between « and ». */
    private static CallBody body(String marked, String... members) {
        int start = marked.indexOf('«');
        String json = marked.replace("«", "").replace("»", "");
        int from = length(marked.substring(0, Math.max(0, start)));
        int size = start < 0 ? 0 : length(marked.substring(start + 1, marked.indexOf('»')));
        Span model = start < 0 ? null : new Span(from, from + size);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new CallBody(bytes, json.indexOf('{'), model, List.of(members));
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void nothingButTheModelChanges() {
        CallBody body =
                body(
                        " {\"ü\":1, \"model\" : «\"gpt-\\u0034\"» ,\"x\":{\"model\":\"y\"}} ",
                        "ü",
                        "model",
                        "x");
        assertThat(spelled(body))
                .isEqualTo(" {\"ü\":1, \"model\" : \"dep\" ,\"x\":{\"model\":\"y\"}} ");
    }

    @Test
    void aMissingModelIsPutInFront() {
        assertThat(spelled(body("{\"messages\":[]}", "messages")))
                .isEqualTo("{\"model\":\"dep\",\"messages\":[]}");
        assertThat(spelled(body(" { } "))).isEqualTo(" {\"model\":\"dep\" } ");
    }

    @Test
    void aDefaultStandsOnlyWhereTheCallerSaidNothing() {
        CallBody body = body("{\"model\":«\"m\"»,\"temperature\":1}", "model", "temperature");
        assertThat(spelled(body, new Member("temperature", "0"), new Member("seed", "7")))
                .isEqualTo("{\"seed\":7,\"model\":\"dep\",\"temperature\":1}");
    }

    @Test
    void theCallersBytesAreNotCopied() {
        byte[] bytes = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
        CallBody body = new CallBody(bytes, 0, new Span(9, 12), List.of("model"));
        List<ByteBuffer> pieces = body.spelledFor(MODEL, CallBody.Spelling.PLAIN);
        assertThat(pieces.getFirst().array()).isSameAs(bytes);
        assertThat(pieces.getLast().array()).isSameAs(bytes);
        assertThat(pieces.stream().mapToInt(ByteBuffer::remaining).sum())
                .isEqualTo(bytes.length - 3 + MODEL.length);
    }
}
