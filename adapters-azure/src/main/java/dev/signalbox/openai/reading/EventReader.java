package dev.signalbox.openai.reading;

import dev.signalbox.application.driven.Upstream.Answer.Words;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the events in a reply as the standard for server-sent events frames them (any line end,
 * comments, several lines of data, a byte order mark), and keeps their bytes as they came. Holds
 * one event at a time; one answer's state, used by one thread.
 */
public final class EventReader {

    /** The largest event that is taken in, in bytes. */
    static final int LARGEST = 16 * 1024 * 1024;

    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ERROR = "error".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Source source;
    private final Transcript transcript = new Transcript();
    private final Glance glance;
    private byte[] buffer;
    private int filled;
    private int from;
    private int to;

    // Positions within the event that is being read, counted from its first byte.
    private int scanned;
    private int line;
    private int lines;
    private int dataLines;
    private int dataStart;
    private int dataEnd;
    private boolean namedError;
    private boolean afterReturn;
    private boolean atStart = true;

    // Where the event's data stands: in the buffer, or joined from several lines.
    private byte[] data;

    /**
     * @param first bytes that were read already; handed over
     * @param filled how many of them
     * @param relabel what callers read in place of some names
     */
    public EventReader(Source source, byte[] first, int filled, Relabel relabel) {
        this.glance = new Glance(relabel, transcript);
        this.source = source;
        this.buffer = first;
        this.filled = filled;
        this.data = first;
    }

    /** What an event is to us. */
    public enum Event {
        /** Part of the answer. */
        CONTENT,
        /** Nothing of the answer: a comment, or what a filter thought of the question. */
        ASIDE,
        /** The upstream's own word for the end: {@code [DONE]}. */
        DONE,
        /** The last by its type; the end of the reply follows, or [DONE]. */
        LAST,
        /** The same, and the answer went wrong. */
        FAILED,
        /** The upstream cannot go on. */
        ERROR,
        /** The reply has ended; there is no event. */
        END
    }

    /**
     * The next event; waits for it.
     *
     * @throws ProtocolException if it is too large
     * @throws com.fasterxml.jackson.core.JsonProcessingException if its data is not a JSON object
     * @throws EOFException if the reply ends in the middle of an event
     * @throws IOException if the reply breaks off or is late
     */
    public Event next() throws IOException {
        startEvent();
        while (!findEnd()) {
            if (!fill()) {
                return last();
            }
        }
        return judge();
    }

    private void startEvent() {
        atStart &= to == 0;
        from = to;
        scanned = 0;
        line = 0;
        lines = 0;
        dataLines = 0;
        namedError = false;
    }

    /** Looks at the bytes not looked at yet; true if the event's last one is among them. */
    private boolean findEnd() {
        while (from + scanned < filled) {
            byte next = buffer[from + scanned++];
            boolean pairedFeed = next == '\n' && afterReturn;
            afterReturn = next == '\r';
            if (pairedFeed) {
                line = scanned;
            } else if (next == '\n' || next == '\r') {
                boolean blank = line == scanned - 1;
                if (!blank) {
                    field(from + line, from + scanned - 1);
                } else if (lines > 0) {
                    return ended(next);
                }
                line = scanned;
            }
        }
        return false;
    }

    private boolean ended(byte last) {
        to = from + scanned;
        if (last == '\r' && to < filled && buffer[to] == '\n') {
            to++;
            afterReturn = false;
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (filled == buffer.length) {
            makeRoom();
        }
        int count = source.read(buffer, filled, buffer.length - filled);
        filled += Math.max(count, 0);
        return count >= 0;
    }

    private void makeRoom() throws ProtocolException {
        int kept = filled - from;
        if (kept >= LARGEST) {
            throw new ProtocolException("an event is larger than " + LARGEST + " bytes");
        }
        byte[] roomy = kept > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, from, roomy, 0, kept);
        buffer = roomy;
        filled = kept;
        to -= from;
        from = 0;
    }

    private Event last() throws IOException {
        to = filled;
        if (lines == 0 && line == scanned) {
            return Event.END;
        }
        if (line < scanned) {
            field(from + line, to);
        }
        // Some leave out the empty line behind the very last event.
        Event last = dataLines == 1 && isDone() ? Event.DONE : Event.END;
        if (last == Event.END) {
            throw new EOFException("the reply ended in the middle of an event");
        }
        return last;
    }

    private void field(int start, int end) {
        int at = behindMark(start, end);
        lines++;
        if (starts(DATA, at, end) && endsName(at + DATA.length, end)) {
            int value = value(at + DATA.length, end);
            dataLines++;
            if (dataLines == 1) {
                dataStart = value - from;
                dataEnd = end - from;
            }
        } else if (starts(EVENT, at, end) && endsName(at + EVENT.length, end)) {
            int value = value(at + EVENT.length, end);
            namedError = end - value == ERROR.length && starts(ERROR, value, end);
        }
    }

    private int behindMark(int start, int end) {
        boolean marked = atStart && start == from && starts(MARK, start, end);
        return marked ? start + MARK.length : start;
    }

    private boolean starts(byte[] word, int at, int end) {
        return end - at >= word.length
                && Arrays.equals(buffer, at, at + word.length, word, 0, word.length);
    }

    private boolean endsName(int at, int end) {
        return at == end || buffer[at] == ':';
    }

    private int value(int at, int end) {
        int value = Math.min(at + 1, end);
        return value < end && buffer[value] == ' ' ? value + 1 : value;
    }

    private Event judge() throws IOException {
        data = buffer;
        if (dataLines > 1) {
            joinData();
        }
        if (namedError) {
            return Event.ERROR;
        }
        if (dataLines == 0 || dataStart == dataEnd) {
            return Event.ASIDE;
        }
        if (isDone()) {
            return Event.DONE;
        }
        glance.look(data, from + dataStart, from + dataEnd);
        return glance.event();
    }

    /** Blanks out all but the data in a copy: every position in it is the one in the event. */
    private void joinData() {
        data = new byte[to];
        Arrays.fill(data, (byte) ' ');
        int start = from;
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                start = behindMark(start, i);
                boolean isData = starts(DATA, start, i) && endsName(start + DATA.length, i);
                int value = isData ? value(start + DATA.length, i) : i;
                System.arraycopy(buffer, value, data, value, i - value);
                start = i + 1;
            }
        }
        dataEnd = to - from;
    }

    private boolean isDone() {
        int end = from + dataEnd;
        while (end > from + dataStart && buffer[end - 1] == ' ') {
            end--;
        }
        return end - from - dataStart == DONE.length && starts(DONE, from + dataStart, end);
    }

    /** What the events so far say of the whole answer. */
    public Glance glance() {
        return glance;
    }

    /** Whether the last event says what the answer took, and nothing else. */
    public boolean saysOnlyUsage() {
        return dataLines > 0 && glance.onlyUsage();
    }

    /** What the events so far wrote. */
    public Words words() {
        return transcript.words();
    }

    /** The data of an event that is an error. */
    public byte[] errorData() {
        return dataLines == 0
                ? new byte[0]
                : Arrays.copyOfRange(data, from + dataStart, from + dataEnd);
    }

    /** Gives out the event, and in it other names where callers read others. */
    public void emit(Event event, Out out) {
        boolean read = event != Event.DONE && dataLines > 0 && dataStart != dataEnd;
        if (!read || !glance.isRelabelled()) {
            out.write(buffer, from, to - from);
            return;
        }
        byte[] spliced = glance.relabelled(buffer, from, to);
        out.write(spliced, 0, spliced.length);
    }

    /** Where bytes come from, as from a reply. */
    public interface Source {
        /** How many came, -1 behind the last; waits for one at least. */
        int read(byte[] into, int at, int length) throws IOException;
    }

    /** Takes bytes and keeps none of the array. */
    public interface Out {
        void write(byte[] bytes, int offset, int length);
    }
}
