package dev.signalbox.openai.connection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Room for bytes between a connection and whoever reads from it or writes to it; grows where a head
 * does not fit. Used by one thread at a time.
 */
final class Room {

    /** As much as most heads and events need: each connection has one. */
    private static final int LEAST = 4 * 1024;

    /** With more of it fewer calls to the system are not worth the room. */
    private static final int ROOMY = 16 * 1024;

    private byte[] bytes = new byte[LEAST];
    private int at;
    private int end;

    /** Of a head that was looked for; behind it nothing has to be looked at again. */
    private int looked;

    /** More came in than there was room for, most likely. */
    private boolean scarce;

    byte[] bytes() {
        return bytes;
    }

    /** Where the next bytes come in, in {@link #bytes}. */
    int end() {
        return end;
    }

    int count() {
        return end - at;
    }

    /** How many more there may be before some are taken. */
    int free() {
        return bytes.length - end;
    }

    void clear() {
        at = 0;
        end = 0;
        looked = 0;
    }

    /** So many more came in. */
    void came(int count) {
        end += count;
        scarce |= free() == 0;
    }

    /** As many as there is room for; says how many. */
    int put(byte[] from, int offset, int length) {
        if (length > free() && bytes.length < ROOMY) {
            bytes = Arrays.copyOf(bytes, ROOMY);
        }
        int count = Math.min(length, free());
        System.arraycopy(from, offset, bytes, end, count);
        end += count;
        return count;
    }

    int take(byte[] into, int offset, int length) {
        int count = Math.min(length, count());
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    /** The next one; there must be one. */
    int take() {
        return bytes[at++] & 0xff;
    }

    /** Makes room for more behind those that are there. */
    void widen() {
        if (at == end) {
            clear();
            if (scarce && bytes.length < ROOMY) {
                bytes = new byte[2 * bytes.length];
            }
            scarce = false;
        } else if (free() == 0) {
            byte[] wider = at > 0 ? bytes : new byte[2 * bytes.length];
            System.arraycopy(bytes, at, wider, 0, count());
            bytes = wider;
            looked -= at;
            end -= at;
            at = 0;
        }
    }

    /** Takes the lines up to an empty one, that one included; null if there is none yet. */
    byte @Nullable [] takeHead() {
        for (int i = Math.max(at, looked); i < end; i++) {
            if (bytes[i] == '\n') {
                int next = i + 1 < end && bytes[i + 1] == '\r' ? i + 2 : i + 1;
                if (next >= end) {
                    // What makes the line empty has not come yet.
                    looked = i;
                    return null;
                }
                if (bytes[next] == '\n') {
                    byte[] head = Arrays.copyOfRange(bytes, at, next + 1);
                    at = next + 1;
                    looked = 0;
                    return head;
                }
            }
        }
        looked = end;
        return null;
    }
}
