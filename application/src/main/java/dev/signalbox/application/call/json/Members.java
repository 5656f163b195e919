package dev.signalbox.application.call.json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the members of one JSON object stand. Filled by the thread that reads the object, and left
 * alone from then on; only for objects that somebody has read strictly, for what is between the
 * members is not looked at again.
 */
public final class Members {

    private static final int USUAL = 10;
    private static final int FEW = 32;

    private final byte[] bytes;
    private final int opening;
    private final List<String> names = new ArrayList<>(USUAL);

    /** Of many, so that looking for a name costs the same however many there are. */
    private @Nullable Set<String> many;

    private int[] starts = new int[USUAL];
    private int closing;

    /**
     * @param bytes in which the object stands, in UTF-8; kept
     * @param opening where its opening brace stands
     */
    public Members(byte[] bytes, int opening) {
        this.bytes = bytes;
        this.opening = opening;
    }

    /** Of an object without any. */
    public static Members none() {
        Members none = new Members("{}".getBytes(StandardCharsets.UTF_8), 0);
        none.close(1);
        return none;
    }

    /**
     * Takes the next one.
     *
     * @param name decoded
     * @param start where the quote before its name stands
     */
    public void add(String name, int start) {
        if (names.size() == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[names.size()] = start;
        names.add(name);
        if (names.size() > FEW) {
            many = many == null ? new HashSet<>(names) : many;
            many.add(name);
        }
    }

    /** There are no more of them: the closing brace stands there. */
    public void close(int closing) {
        this.closing = closing;
    }

    /** All bytes, also those around the object; nobody changes them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the opening brace stands. */
    public int opening() {
        return opening;
    }

    /** Where the closing brace stands. */
    public int closing() {
        return closing;
    }

    /** How many there are. */
    public int count() {
        return names.size();
    }

    /** How long all of it is if each picture that is packed into it counts as so many bytes. */
    public long length(int picture) {
        return Packed.length(bytes, picture);
    }

    /** Whether one of that name is there. */
    public boolean has(String name) {
        return many == null ? names.contains(name) : many.contains(name);
    }

    /** Whether there is none but those. */
    public boolean areAllIn(Set<String> some) {
        return some.containsAll(names);
    }

    /** The name, decoded. */
    public String name(int member) {
        return names.get(member);
    }

    /** Where the quote before the name stands. */
    public int start(int member) {
        return starts[member];
    }

    /** The place after the quote that ends the name. */
    public int nameEnd(int member) {
        int at = starts[member] + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Where the value begins. */
    public int valueStart(int member) {
        int at = nameEnd(member);
        while (bytes[at] == ':' || isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The place after the value. */
    public int valueEnd(int member) {
        int at = closing;
        if (member + 1 < names.size()) {
            at = beforeSpace(starts[member + 1]) - 1;
        }
        return beforeSpace(at);
    }

    /** Writes the object without those members; some of the others must be there. */
    public void copyWithout(Set<String> some, Pieces pieces) {
        int last = names.size() - 1;
        while (some.contains(names.get(last))) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            if (some.contains(names.get(i))) {
                pieces.copyTo(starts[i]);
                pieces.skipTo(starts[i + 1]);
            }
        }
        if (last < names.size() - 1) {
            pieces.copyTo(valueEnd(last));
            pieces.skipTo(closing);
        }
    }

    private int beforeSpace(int end) {
        int at = end;
        while (isSpace(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
