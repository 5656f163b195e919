package dev.signalbox.application.testkit;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.Members;

import java.nio.charset.StandardCharsets;

/** Bodies to test with, read from correct JSON whose members' names are in ASCII. */
public final class Bodies {

    private final byte[] bytes;

    private Bodies(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The body of a call with this text; whatever is written in it is where it stands. */
    public static CallBody of(String json) {
        Bodies bodies = new Bodies(json.getBytes(StandardCharsets.UTF_8));
        Members members = bodies.members(json.indexOf('{'));
        Members metadata = null;
        for (int i = 0; i < members.count(); i++) {
            int value = members.valueStart(i);
            if (members.name(i).equals("metadata") && bodies.bytes[value] == '{') {
                Members read = bodies.members(value);
                metadata = read;
            }
        }
        return new CallBody(members, metadata);
    }

    /** The members of the object whose opening brace stands there. */
    private Members members(int opening) {
        Members members = new Members(bytes, opening);
        boolean nameNext = true;
        int depth = 0;
        int at = opening;
        do {
            int next = at + 1;
            switch (bytes[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case ',' -> nameNext = depth == 1;
                case '"' -> {
                    next = end(at);
                    if (depth == 1 && nameNext) {
                        members.add(text(at + 1, next - 1), at);
                        nameNext = false;
                    }
                }
                default -> {}
            }
            at = next;
        } while (depth > 0);
        members.close(at - 1);
        return members;
    }

    /** The place after the string that begins there. */
    private int end(int start) {
        int at = start + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Decoded, as far as escapes of one letter and of four digits go. */
    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '\\' && raw.charAt(i + 1) == 'u') {
                text.append((char) Integer.parseInt(raw.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (raw.charAt(i) == '\\') {
                i++;
                text.append(raw.charAt(i));
            } else {
                text.append(raw.charAt(i));
            }
        }
        return text.toString();
    }
}
