package dev.signalbox.http.openai.form;

import dev.signalbox.application.call.form.FormPart;
import dev.signalbox.application.call.form.FormStore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a form. Taken strictly, for what two readers understand differently is a way
 * around a rule: nothing before the first part or behind the last, a name for each, and one only.
 * Used by one thread, once.
 */
final class FormParser {

    private static final int MOST_PARTS = 1000;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int WINDOW = 16 * 1024;
    private static final byte[] HEAD_END = bytes("\r\n\r\n");
    // Possessive: nothing that somebody sends makes a reader go back, or deeper than its stack.
    private static final String VALUE = "(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\";\\s]++))";
    private static final String PAIR = ";\\s*([a-z*]+)=\\s*" + VALUE + "\\s*";
    private static final Pattern PARAMETER = Pattern.compile(PAIR, Pattern.CASE_INSENSITIVE);
    private static final Pattern DISPOSITION =
            Pattern.compile(
                    "content-disposition:\\s*form-data\\s*((?:" + PAIR + ")*+)",
                    Pattern.CASE_INSENSITIVE);

    /** Nothing that changes what a content means: no other coding, no other letters. */
    private static final Pattern HEAD_LINE =
            Pattern.compile(
                    "content-disposition:[^\r\n]*+|content-length:[ \t0-9]*+"
                            + "|content-transfer-encoding:[ \t]*(?:binary|8bit|7bit)[ \t]*"
                            + "|content-type:(?![^\r\n]*charset=(?!\"?(?:utf-8|us-ascii)))[^\r\n]*+",
                    Pattern.CASE_INSENSITIVE);

    private static final int LINE_END = 2;

    /** Others may be read differently by somebody else. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]+(\\[\\])?");

    private final FormStore store;
    private final byte[] first;
    private final byte[] window = new byte[WINDOW];

    FormParser(FormStore store, Boundary boundary) {
        this.store = store;
        this.first = bytes("--" + boundary.text());
    }

    /** It is no form; the message says where and why. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /**
     * All parts, in their order.
     *
     * @throws Broken if it is no form
     * @throws IOException if it cannot be read
     */
    List<FormPart> parts() throws IOException, Broken {
        if (find(first, 0, first.length) != 0) {
            throw new Broken("it does not begin with its boundary");
        }
        List<FormPart> parts = new ArrayList<>();
        long at = first.length;
        while (!isEnd(at)) {
            if (parts.size() == MOST_PARTS) {
                throw new Broken("it has more than " + MOST_PARTS + " parts");
            }
            FormPart part = part(behindLine(at));
            parts.add(part);
            at = part.end() + LINE_END + first.length;
        }
        return parts;
    }

    private boolean isEnd(long at) throws IOException, Broken {
        String follows = text(at, Math.min(at + 4, store.length()));
        if (!follows.startsWith("--")) {
            return false;
        }
        if (store.length() - at > 4 || (follows.length() > 2 && !follows.equals("--\r\n"))) {
            throw new Broken("something follows its last boundary");
        }
        return true;
    }

    private long behindLine(long at) throws IOException, Broken {
        if (!text(at, Math.min(at + 2, store.length())).equals("\r\n")) {
            throw new Broken("a boundary is not a line of its own");
        }
        return at + 2;
    }

    private FormPart part(long start) throws IOException, Broken {
        long headEnd = find(HEAD_END, start, start + LONGEST_HEAD);
        if (headEnd < 0) {
            throw new Broken("a part has no end of its head");
        }
        String head = text(start, headEnd);
        long content = headEnd + HEAD_END.length;
        // Wherever the boundary stands it ends the part: others do not ask for a line of its own.
        long next = find(first, content, store.length());
        if (next < 0) {
            throw new Broken("it ends before its last boundary");
        }
        long end = next - LINE_END;
        if (end < content || !text(end, next).equals("\r\n")) {
            throw new Broken("a boundary is not a line of its own");
        }
        if (head.contains(new String(first, StandardCharsets.ISO_8859_1))) {
            throw new Broken("a boundary stands in the head of a part");
        }
        Name name = name(head);
        return new FormPart(name.text(), name.ofFile(), start, content, end);
    }

    private record Name(String text, boolean ofFile) {}

    private static Name name(String head) throws Broken {
        String found = null;
        for (String line : head.split("\r\n", -1)) {
            if (!HEAD_LINE.matcher(line).matches()) {
                throw new Broken("the head of a part has lines that others may read otherwise");
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition")) {
                if (found != null) {
                    throw new Broken("a part has two names");
                }
                found = line;
            }
        }
        Matcher said = DISPOSITION.matcher(found == null ? "" : found);
        if (!said.matches()) {
            throw new Broken("a part has no Content-Disposition that can be read");
        }
        return nameIn(said.group(1));
    }

    private static Name nameIn(String parameters) throws Broken {
        String name = null;
        boolean file = false;
        Matcher each = PARAMETER.matcher(parameters);
        while (each.find()) {
            String word = each.group(1).toLowerCase(Locale.ROOT);
            if (word.startsWith("name")) {
                if (name != null || word.length() > "name".length()) {
                    throw new Broken("a part has two names");
                }
                name = each.group(2) == null ? each.group(3) : each.group(2);
            }
            file |= word.startsWith("filename");
        }
        if (name == null || !PLAIN_NAME.matcher(name).matches()) {
            throw new Broken("a part has no name of letters and digits");
        }
        return new Name(name, file);
    }

    /** What stands there, as UTF-8. */
    String text(long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        int count = store.read(from, bytes, 0, bytes.length);
        return new String(bytes, 0, Math.max(count, 0), StandardCharsets.UTF_8);
    }

    /** Where it begins, from there on and before that place; -1 if nowhere. */
    private long find(byte[] wanted, long from, long to) throws IOException {
        long at = from;
        long end = Math.min(to, store.length());
        while (at + wanted.length <= end) {
            int count = store.read(at, window, 0, (int) Math.min(window.length, end - at));
            int found = indexOf(wanted, count);
            if (found >= 0) {
                return at + found;
            }
            at += Math.max(count - wanted.length + 1, 1);
        }
        return -1;
    }

    private int indexOf(byte[] wanted, int count) {
        byte begin = wanted[0];
        for (int i = 0; i <= count - wanted.length; i++) {
            if (window[i] == begin && isAt(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] wanted, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (window[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
