package dev.signalbox.application.call;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call's body, carried and not opened: the bytes as they came, where in them the model's name
 * stands, and which members the object has. What must change on the way up is put in place of a
 * span while the bytes are written; everything else stays as it is.
 */
public final class CallBody {

    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final int opening;
    private final @Nullable Span model;
    private final List<String> members;

    /**
     * @param bytes a whole JSON object in UTF-8; handed over, nobody changes it afterwards
     * @param opening where its opening brace stands
     * @param model where the value of the top-level {@code model} stands, quotes included; null if
     *     it has none
     * @param members the names of the top-level members, decoded
     */
    public CallBody(byte[] bytes, int opening, @Nullable Span model, List<String> members) {
        this.bytes = bytes;
        this.opening = opening;
        this.model = model;
        this.members = members;
    }

    /** A stretch of bytes: from {@code start} up to, but not including, {@code end}. */
    public record Span(int start, int end) {
        public Span {
            if (start < 0 || end < start) {
                throw new IllegalArgumentException("no span from " + start + " to " + end);
            }
        }
    }

    /**
     * A member that a deployment adds where the caller did not write it.
     *
     * @param name fit to stand between quotes as it is
     * @param json a whole JSON value
     */
    public record Member(String name, String json) {}

    /**
     * How bodies are written for one deployment.
     *
     * @param defaults members that are added where a caller leaves them out
     * @param dropped members that this model does not take ({@code drop_params})
     * @param renamed members that it knows by another name, as {@code max_tokens} by {@code
     *     max_completion_tokens}; whoever wrote both means the second
     */
    public record Spelling(
            List<Member> defaults, Set<String> dropped, Map<String, String> renamed) {

        /** As it came. */
        public static final Spelling PLAIN = new Spelling(List.of(), Set.of(), Map.of());

        public Spelling {
            defaults = List.copyOf(defaults);
            dropped = Set.copyOf(dropped);
            renamed = Map.copyOf(renamed);
        }

        /** Only with defaults. */
        public static Spelling with(List<Member> defaults) {
            return new Spelling(defaults, Set.of(), Map.of());
        }
    }

    /** Whether the caller wrote a top-level member of that name. */
    public boolean has(String member) {
        return members.contains(member);
    }

    /** How many bytes the caller sent. */
    public int length() {
        return bytes.length;
    }

    /**
     * The body as one deployment gets it: {@code model} for the caller's, and spelled as it wants.
     * The pieces are views; the caller's bytes are not copied.
     *
     * @param model the name as a JSON string, quotes included, in UTF-8
     */
    public List<ByteBuffer> spelledFor(byte[] model, Spelling spelling) {
        List<Member> defaults = spelling.defaults();
        List<ByteBuffer> pieces = new ArrayList<>(4);
        int from = opening + 1;
        byte[] insertion = insertion(model, defaults);
        pieces.add(ByteBuffer.wrap(bytes, 0, from));
        if (insertion.length > 0) {
            pieces.add(ByteBuffer.wrap(insertion));
        }
        if (this.model != null) {
            pieces.add(ByteBuffer.wrap(bytes, from, this.model.start() - from));
            pieces.add(ByteBuffer.wrap(model));
            from = this.model.end();
        }
        pieces.add(ByteBuffer.wrap(bytes, from, bytes.length - from));
        return pieces;
    }

    private byte[] insertion(byte[] model, List<Member> defaults) {
        if (this.model != null && defaults.isEmpty()) {
            return NOTHING;
        }
        ByteArrayOutputStream insertion = new ByteArrayOutputStream();
        if (this.model == null) {
            add(insertion, "model", model);
        }
        for (Member member : defaults) {
            if (!has(member.name())) {
                add(insertion, member.name(), member.json().getBytes(StandardCharsets.UTF_8));
            }
        }
        return withoutLastComma(insertion.toByteArray());
    }

    private static void add(ByteArrayOutputStream insertion, String name, byte[] json) {
        insertion.writeBytes(('"' + name + "\":").getBytes(StandardCharsets.UTF_8));
        insertion.writeBytes(json);
        insertion.write(',');
    }

    private byte[] withoutLastComma(byte[] insertion) {
        boolean nothingFollows = members.isEmpty() && insertion.length > 0;
        return nothingFollows ? Arrays.copyOf(insertion, insertion.length - 1) : insertion;
    }
}
