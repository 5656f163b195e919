package dev.signalbox.simulator.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.answer.Piece;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Spoils good bodies. */
final class JsonEdits {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonEdits() {}

    /** The answer with another body in one piece. */
    static Answer whole(Answer good, byte[] body) {
        return good.of(List.of(new Piece(body, 0)));
    }

    /** The document after a change to its members. */
    static Answer edited(Answer good, Consumer<ObjectNode> change) {
        return whole(good, changed(good.text(), change).getBytes(StandardCharsets.UTF_8));
    }

    /** The document after a change to its first choice. */
    static Answer choice(Answer good, Consumer<ObjectNode> change) {
        return edited(good, body -> firstChoice(body, change));
    }

    /** An event after a change to the members of its JSON. */
    static Piece event(Piece event, Consumer<ObjectNode> change) {
        String json = event.text().substring("data: ".length()).strip();
        return Piece.event(changed(json, change)).after(event.pauseNanos());
    }

    /** An event after a change to its first choice. */
    static Piece eventChoice(Piece event, Consumer<ObjectNode> change) {
        return event(event, body -> firstChoice(body, change));
    }

    /** The document with something put before its first member. */
    static Answer prefixed(Answer good, String members) {
        String spoiled = "{" + members + good.text().substring(1);
        return whole(good, spoiled.getBytes(StandardCharsets.UTF_8));
    }

    /** Every text that is said begins with bytes that are no UTF-8. */
    static Answer garbled(Answer good) {
        List<Piece> pieces =
                good.pieces().stream()
                        .map(
                                piece ->
                                        new Piece(
                                                new String(
                                                                piece.bytes(),
                                                                StandardCharsets.ISO_8859_1)
                                                        .replace(
                                                                "\"content\":\"",
                                                                "\"content\":\"\u00ff\u00c3(")
                                                        .replace(
                                                                "\"text\":\"",
                                                                "\"text\":\"\u00ff\u00c3(")
                                                        .getBytes(StandardCharsets.ISO_8859_1),
                                                piece.pauseNanos()))
                        .toList();
        return good.of(pieces);
    }

    /** The body compressed; a corrupt one breaks off in the middle of wrong bytes. */
    static Answer gzip(Answer good, boolean corrupt) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(good.body());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        byte[] bytes = packed.toByteArray();
        if (corrupt) {
            for (int i = bytes.length / 2; i < bytes.length; i++) {
                bytes[i] ^= 0x5a;
            }
        }
        return whole(good, bytes).with("content-encoding", "gzip");
    }

    private static void firstChoice(ObjectNode body, Consumer<ObjectNode> change) {
        if (body.at("/choices/0") instanceof ObjectNode choice) {
            change.accept(choice);
        }
    }

    private static String changed(String json, Consumer<ObjectNode> change) {
        try {
            ObjectNode body = (ObjectNode) MAPPER.readTree(json);
            change.accept(body);
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a good answer is JSON", e);
        }
    }
}
