package dev.signalbox.openai.reading;

import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.UsageNote.Field;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows a document that is too large to be held, byte by byte as it passes: whether it is whole,
 * and what its top-level {@code usage} says. Keeps no more of it than a name. Only what stands
 * where a usage stands counts, whatever texts of the answer look like; names written with escapes
 * are not recognised. One answer's state, used by one thread.
 */
public final class UsageScanner {

    private static final byte[] USAGE = bytes("usage");
    private static final byte[][] PROMPT = names("prompt_tokens", "input_tokens");
    private static final byte[][] COMPLETION = names("completion_tokens", "output_tokens");
    private static final byte[][] PROMPT_DETAILS =
            names("prompt_tokens_details", "input_tokens_details");
    private static final byte[][] COMPLETION_DETAILS =
            names("completion_tokens_details", "output_tokens_details");
    private static final byte[] CACHED = bytes("cached_tokens");
    private static final byte[] REASONING = bytes("reasoning_tokens");
    private static final int LONGEST = COMPLETION_DETAILS[0].length;
    private static final int UNKNOWN = LONGEST + 1;

    /** Where we are: depth 1 is the document's own object. */
    private enum Place {
        DOCUMENT(1),
        USAGE(2),
        PROMPT_DETAILS(3),
        COMPLETION_DETAILS(3);

        private final int depth;

        Place(int depth) {
            this.depth = depth;
        }
    }

    private final UsageNote note = new UsageNote();
    private final byte[] word = new byte[LONGEST];

    private Place place = Place.DOCUMENT;
    private int depth;
    private boolean inString;
    private boolean escaped;

    // The last string where one could matter, and what it names once a colon has followed.
    private int length = UNKNOWN;
    private @Nullable Place opens;
    private @Nullable Field wants;
    private long number;
    private boolean digits;
    private boolean odd;

    /** The next bytes of it. */
    public void follow(byte[] bytes, int count) {
        int i = 0;
        while (i < count) {
            if (depth > place.depth) {
                i = throughDepths(bytes, i, count);
            } else if (inString) {
                i = throughString(bytes, i, count);
            } else {
                outsideString(bytes[i]);
                i++;
            }
        }
    }

    /** Whether something that was opened is not closed yet. */
    public boolean isOpen() {
        return inString || depth != 0;
    }

    /** What was said so far; null if nothing was. */
    public @Nullable Usage usage() {
        return note.usage();
    }

    /**
     * To the byte behind what brings us back up, if that is there: nothing in between can matter.
     * Nearly all of a document lies there, so this loop looks at as little as it can.
     */
    private int throughDepths(byte[] bytes, int from, int count) {
        int level = depth;
        boolean within = inString;
        boolean skips = escaped;
        int i = from;
        while (i < count && level > place.depth) {
            byte next = bytes[i];
            if (within) {
                within = skips || next != '"';
                skips = !skips && next == '\\';
            } else if (next == '"') {
                within = true;
            } else if (next == '{' || next == '[') {
                level++;
            } else if (next == '}' || next == ']') {
                level--;
            }
            i++;
        }
        depth = level;
        inString = within;
        escaped = skips;
        return i;
    }

    /** To the byte behind its end, if that is there. */
    private int throughString(byte[] bytes, int from, int count) {
        for (int i = from; i < count; i++) {
            byte next = bytes[i];
            if (escaped) {
                escaped = false;
                length = UNKNOWN;
            } else if (next == '"') {
                inString = false;
                return i + 1;
            } else if (next == '\\') {
                escaped = true;
            } else {
                note(next);
            }
        }
        return count;
    }

    private void note(byte next) {
        if (length < LONGEST) {
            word[length] = next;
            length++;
        } else {
            length = UNKNOWN;
        }
    }

    private void outsideString(byte next) {
        switch (next) {
            case '"' -> {
                inString = true;
                length = 0;
                odd = true;
            }
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> close();
            case ':' -> name();
            case ',' -> settle();
            default -> {
                if (wants != null) {
                    value(next);
                }
            }
        }
    }

    private void open(boolean object) {
        if (object && opens != null) {
            place = opens;
            if (place == Place.USAGE) {
                note.begin();
            }
        }
        depth++;
        forget();
    }

    private void close() {
        settle();
        if (depth == place.depth && place != Place.DOCUMENT) {
            if (place == Place.USAGE) {
                note.end();
                place = Place.DOCUMENT;
            } else {
                place = Place.USAGE;
            }
        }
        depth--;
    }

    /** What stood before the colon is a name. */
    private void name() {
        forget();
        if (depth != place.depth) {
            return;
        }
        switch (place) {
            case DOCUMENT -> opens = is(USAGE) ? Place.USAGE : null;
            case USAGE -> {
                wants = isOf(PROMPT) ? Field.PROMPT : isOf(COMPLETION) ? Field.COMPLETION : null;
                opens =
                        isOf(PROMPT_DETAILS)
                                ? Place.PROMPT_DETAILS
                                : isOf(COMPLETION_DETAILS) ? Place.COMPLETION_DETAILS : null;
            }
            case PROMPT_DETAILS -> wants = is(CACHED) ? Field.CACHED : null;
            case COMPLETION_DETAILS -> wants = is(REASONING) ? Field.REASONING : null;
        }
    }

    private void value(byte next) {
        if (next >= '0' && next <= '9') {
            digits = true;
            // It stays absurd, however long it gets.
            number = Math.min(number * 10 + (next - '0'), UsageNote.MOST + 1);
        } else if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
            odd = true;
        }
    }

    /** A value has ended. */
    private void settle() {
        if (wants != null && digits) {
            // With a sign, a point or an exponent it is no count of ours.
            note.say(wants, odd ? -1 : number);
        }
        forget();
    }

    private void forget() {
        opens = null;
        wants = null;
        number = 0;
        digits = false;
        odd = false;
    }

    private boolean isOf(byte[][] names) {
        return is(names[0]) || is(names[1]);
    }

    private boolean is(byte[] name) {
        return length == name.length && Arrays.equals(word, 0, length, name, 0, length);
    }

    /** As chats call it, and as the rest does. */
    private static byte[][] names(String one, String other) {
        return new byte[][] {bytes(one), bytes(other)};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
