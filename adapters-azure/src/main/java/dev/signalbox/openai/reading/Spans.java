package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.JsonParser;

import dev.signalbox.application.call.response.IdSeal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where names stand in something that was looked at, for which callers may get others: the model's,
 * and those of responses. In the order of their places. One answer's state, used by one thread.
 */
final class Spans {

    private static final String RESPONSE = "resp";
    private static final int ROOM = 256;

    private final Relabel relabel;
    private final List<Span> spans = new ArrayList<>(3);

    Spans(Relabel relabel) {
        this.relabel = relabel;
    }

    /** A string, quotes included, and the one in its place. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Span(int start, int end, byte[] instead) {}

    /** Something else is looked at. */
    void clear() {
        spans.clear();
    }

    /** The model's name: the parser stands at it. */
    void addModel(JsonParser parser, int from) throws IOException {
        byte[] model = relabel.model();
        if (model != null) {
            add(parser, from, model);
        }
    }

    /** What may be the id of a response: the parser stands at it. */
    void addId(JsonParser parser, int from) throws IOException {
        IdSeal seal = relabel.seal();
        if (seal != null && parser.getText().startsWith(RESPONSE)) {
            add(parser, from, Relabel.quoted(seal.sealed(parser.getText())));
        }
    }

    private void add(JsonParser parser, int from, byte[] instead) throws IOException {
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        spans.add(new Span(start, from + (int) parser.currentLocation().getByteOffset(), instead));
    }

    /** Whether nothing gets another name. */
    boolean isEmpty() {
        return spans.isEmpty();
    }

    /** The bytes that were looked at, or more around them, with the other names. */
    byte[] relabelled(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + ROOM);
        int at = from;
        for (Span span : spans) {
            out.write(bytes, at, span.start() - at);
            out.writeBytes(span.instead());
            at = span.end();
        }
        out.write(bytes, at, to - at);
        return out.toByteArray();
    }
}
