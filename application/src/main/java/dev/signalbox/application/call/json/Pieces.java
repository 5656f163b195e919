package dev.signalbox.application.call.json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text that is written in pieces: views of its bytes as they are, and others put between them.
 * Used by one thread, once.
 */
public final class Pieces {

    private static final int USUAL = 4;
    private static final int NOT_WORTH_A_PIECE = 1024;

    private final byte[] bytes;
    private final List<ByteBuffer> pieces = new ArrayList<>(USUAL);
    private final int place;
    private int from;
    private @Nullable ByteArrayOutputStream inserted;

    /**
     * Of these bytes, from their first on.
     *
     * @param place where members are inserted, before anything behind it is written
     */
    public Pieces(byte[] bytes, int place) {
        this.bytes = bytes;
        this.place = place;
    }

    /** Writes what stands before that place and is not written yet. */
    public void copyTo(int end) {
        if (end > from) {
            pieces.add(ByteBuffer.wrap(bytes, from, end - from));
            from = end;
        }
    }

    /** Leaves out what stands before that place and is not written yet. */
    public void skipTo(int place) {
        from = place;
    }

    /** Writes something else; handed over. */
    public void put(ByteBuffer other) {
        pieces.add(other);
    }

    /**
     * Writes one more member.
     *
     * @param name fit to stand between quotes as it is
     */
    public void insert(String name, ByteBuffer json) {
        ByteArrayOutputStream to = inserted;
        if (to == null) {
            copyTo(place);
            to = new ByteArrayOutputStream();
            inserted = to;
        } else {
            to.write(',');
        }
        to.writeBytes(('"' + name + "\":").getBytes(StandardCharsets.UTF_8));
        if (json.remaining() > NOT_WORTH_A_PIECE) {
            pieces.add(ByteBuffer.wrap(to.toByteArray()));
            to.reset();
            put(json.duplicate());
        } else {
            byte[] value = new byte[json.remaining()];
            json.duplicate().get(value);
            to.writeBytes(value);
        }
    }

    /**
     * All members that are inserted are there.
     *
     * @param more whether others follow
     */
    public void endInsertion(boolean more) {
        if (inserted != null) {
            if (more) {
                inserted.write(',');
            }
            if (inserted.size() > 0) {
                pieces.add(ByteBuffer.wrap(inserted.toByteArray()));
            }
        }
    }

    /** Everything, with what is not written yet. */
    public List<ByteBuffer> finished() {
        copyTo(bytes.length);
        return pieces;
    }

    /** A name between quotes. */
    public static ByteBuffer quoted(String name) {
        return ByteBuffer.wrap(('"' + name + '"').getBytes(StandardCharsets.UTF_8));
    }
}
