package dev.signalbox.persistence.journal;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room of a journal in cells of one size, several of which make a chain. Which are free is
 * known in memory only: after a start, those are that belong to no chain with a mark. Safe for many
 * threads, without a lock; a chain belongs to whoever took it.
 *
 * <p>A cell begins with the number of the next one of its chain (from 1 on; 0 is the end) and a
 * mark, which the first cell of a chain has and the others have not. Whoever writes a chain sets
 * the mark last; what has no mark was never there.
 */
final class Cells {

    /** Of one cell. */
    static final int SIZE = 512;

    /** Bytes of a cell that are its owner's. */
    static final int CONTENT = SIZE - 8;

    /** The mark of what is no first cell of a chain. */
    static final int NONE = 0;

    private static final VarHandle INTS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final long LOW = 0xFFFF_FFFFL;

    private final ByteBuffer bytes;
    private final int start;
    private final int count;

    /** The next free one of each free cell, from 1 on. */
    private final AtomicIntegerArray links;

    /** The first free one in the lower half; the upper half changes whenever it does. */
    private final AtomicLong top = new AtomicLong();

    private final AtomicInteger free = new AtomicInteger();

    /**
     * @param start where in {@code bytes} they begin
     */
    Cells(ByteBuffer bytes, int start) {
        this.bytes = bytes;
        this.start = start;
        this.count = (bytes.capacity() - start) / SIZE;
        this.links = new AtomicIntegerArray(count);
    }

    /** How many cells so many bytes take. */
    static int needed(int length) {
        return (length + CONTENT - 1) / CONTENT;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** How many are free, roughly. */
    int free() {
        return free.get();
    }

    /** Takes so many, chained in this order; null if there are not enough. */
    int @Nullable [] take(int wanted) {
        int[] taken = new int[wanted];
        while (true) {
            long seen = top.get();
            int at = (int) (seen & LOW);
            int found = 0;
            // While the top is what it was, nobody has taken or given, and the links are true.
            while (found < wanted && at != 0) {
                taken[found++] = at - 1;
                at = links.getOpaque(at - 1);
            }
            boolean same = top.compareAndSet(seen, found < wanted ? seen : next(seen, at));
            if (same && found < wanted) {
                return null;
            }
            if (same) {
                free.addAndGet(-wanted);
                chain(taken);
                return taken;
            }
        }
    }

    /** Gives a chain back. It has no mark any more. */
    void give(int[] cells) {
        for (int i = cells.length - 1; i >= 0; i--) {
            int cell = cells[i];
            while (true) {
                long seen = top.get();
                links.setOpaque(cell, (int) (seen & LOW));
                if (top.compareAndSet(seen, next(seen, cell + 1))) {
                    break;
                }
            }
        }
        free.addAndGet(cells.length);
    }

    /**
     * The chain that begins with {@code first}, as far as it goes.
     *
     * @param most no longer than that
     */
    int[] chain(int first, int most) {
        int[] found = new int[most];
        int length = 0;
        int cell = first;
        while (length < most && cell >= 0 && cell < count) {
            found[length++] = cell;
            cell = bytes.getInt(place(cell)) - 1;
        }
        return Arrays.copyOf(found, length);
    }

    /** Writes {@code source} into a chain, from a position of its content on. */
    void write(int[] chain, int position, byte[] source) {
        int done = 0;
        while (done < source.length) {
            int at = position + done;
            int part = Math.min(source.length - done, CONTENT - at % CONTENT);
            bytes.put(content(chain, at), source, done, part);
            done += part;
        }
    }

    /** Reads what {@link #write} has written. */
    byte[] read(int[] chain, int position, int length) {
        byte[] target = new byte[length];
        int done = 0;
        while (done < length) {
            int at = position + done;
            int part = Math.min(length - done, CONTENT - at % CONTENT);
            bytes.get(content(chain, at), target, done, part);
            done += part;
        }
        return target;
    }

    /** Sets the mark of a first cell, after everything that was written before. */
    void mark(int cell, int mark) {
        INTS.setRelease(bytes, place(cell) + Integer.BYTES, mark);
    }

    /** The mark; whatever was written before it is seen, too. */
    int mark(int cell) {
        return (int) INTS.getAcquire(bytes, place(cell) + Integer.BYTES);
    }

    private void chain(int[] cells) {
        for (int i = 0; i < cells.length; i++) {
            bytes.putInt(place(cells[i]), i + 1 < cells.length ? cells[i + 1] + 1 : 0);
        }
    }

    private int content(int[] chain, int position) {
        return place(chain[position / CONTENT]) + SIZE - CONTENT + position % CONTENT;
    }

    private int place(int cell) {
        return start + cell * SIZE;
    }

    private static long next(long seen, int first) {
        return ((seen >>> Integer.SIZE) + 1) << Integer.SIZE | (first & LOW);
    }
}
