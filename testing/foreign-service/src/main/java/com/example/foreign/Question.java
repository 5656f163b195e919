package com.example.foreign;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.Members;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A question in plain text, and the body that carries it. {@code CallBody} wants the bytes of a
 * JSON object and where its members stand: here it is written by hand, yours reads what came.
 */
final class Question {

    private static final String MEMBER = "prompt";

    private Question() {}

    /** A body with this question. */
    static CallBody of(String text) {
        byte[] json =
                ("{\"" + MEMBER + "\":" + quoted(text) + "}").getBytes(StandardCharsets.UTF_8);
        Members members = new Members(json, 0);
        members.add(MEMBER, 1);
        members.close(json.length - 1);
        return new CallBody(members, null);
    }

    /** The question in the body, still a JSON string. */
    static String in(CallBody body) {
        ByteBuffer json = body.value(MEMBER);
        return json == null ? "\"\"" : StandardCharsets.UTF_8.decode(json).toString();
    }

    /** As a JSON string. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
