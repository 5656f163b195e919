package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How questions stand in cells. A chain holds the lengths and sums of intent and receipt, who took
 * it down, the intent, and room for a receipt of any length; its mark says how much of that counts.
 */
final class Records {

    private static final System.Logger LOG = System.getLogger(Records.class.getName());

    /** The mark of a chain whose intent counts, and of one whose receipt does, too. */
    private static final int INTENT = 0x494E5445;

    private static final int RECEIPT = 0x52454345;

    /** Length and sum of the intent, length and sum of the receipt, the replica. */
    private static final int HEADER = 32;

    private static final int OF_RECEIPT = 8;
    private static final int OF_REPLICA = 16;
    private static final Usage NOTHING = new Usage(0, 0, 0, 0);

    private final Cells cells;

    Records(ByteBuffer bytes) {
        this.cells = new Cells(bytes, JournalFile.HEAD);
    }

    /**
     * What is there at a start.
     *
     * @param places of the records, by the ids of the questions, which are by their time
     * @param damaged how many say nothing any more
     */
    record Found(List<Integer> places, int damaged) {}

    private record Place(int cell, UUID question) {}

    Cells cells() {
        return cells;
    }

    /** Takes an intent down; null if there is no room. */
    int @Nullable [] write(Intent intent, UUID replica) {
        byte[] bytes = Encoder.bytes(intent);
        try {
            int[] chain = cells.take(wanted(bytes.length));
            if (chain != null) {
                ByteBuffer header = ByteBuffer.allocate(HEADER);
                header.putLong(OF_REPLICA, replica.getMostSignificantBits());
                header.putLong(OF_REPLICA + Long.BYTES, replica.getLeastSignificantBits());
                header.putInt(0, bytes.length).putInt(Integer.BYTES, sum(header.array(), bytes));
                cells.write(chain, 0, header.array());
                cells.write(chain, HEADER, bytes);
                cells.mark(chain[0], INTENT);
            }
            return chain;
        } catch (InternalError e) {
            // A page of the file is gone: its disk has failed.
            LOG.log(System.Logger.Level.ERROR, "the journal cannot be written", e);
            return null;
        }
    }

    /** Takes a receipt down where its intent is, and says whether that went well. */
    boolean complete(int[] chain, Receipt receipt) {
        byte[] bytes = Encoder.bytes(receipt);
        try {
            int length = ByteBuffer.wrap(cells.read(chain, 0, Integer.BYTES)).getInt();
            ByteBuffer header = ByteBuffer.allocate(2 * Integer.BYTES);
            header.putInt(bytes.length).putInt(sum(new byte[0], bytes));
            cells.write(chain, OF_RECEIPT, header.array());
            cells.write(chain, HEADER + length, bytes);
            cells.mark(chain[0], RECEIPT);
            return true;
        } catch (InternalError e) {
            LOG.log(System.Logger.Level.ERROR, "the journal cannot be written", e);
            return false;
        }
    }

    /**
     * What became of a question. One without a receipt was interrupted, and costs what was reserved
     * for it; so does one whose receipt is damaged.
     *
     * @return null if the record says nothing
     */
    @Nullable Entry read(int place) {
        ByteBuffer header = ByteBuffer.wrap(cells.read(new int[] {place}, 0, HEADER));
        int length = header.getInt(0);
        int mark = cells.mark(place);
        if (length < 0 || length > cells.count() * Cells.CONTENT - HEADER - OF_RECEIPT) {
            return null;
        }
        int[] chain = cells.chain(place, wanted(length));
        if (chain.length < wanted(length) || (mark != INTENT && mark != RECEIPT)) {
            return null;
        }
        byte[] bytes = cells.read(chain, HEADER, length);
        if (sum(header.array(), bytes) != header.getInt(Integer.BYTES)) {
            return null;
        }
        try {
            Intent intent = Decoder.intent(bytes);
            UUID replica =
                    new UUID(header.getLong(OF_REPLICA), header.getLong(OF_REPLICA + Long.BYTES));
            Receipt receipt = mark == RECEIPT ? receipt(intent, chain, header) : null;
            return new Entry(place, replica, receipt == null ? interrupted(intent) : receipt);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a record of the journal is not understood", e);
            return null;
        }
    }

    /** Its cells may be used again. */
    void free(int place) {
        int length = ByteBuffer.wrap(cells.read(new int[] {place}, 0, Integer.BYTES)).getInt();
        int[] chain = cells.chain(place, wanted(length));
        cells.mark(place, Cells.NONE);
        cells.give(chain);
    }

    /**
     * Looks through everything, once at the start; what belongs to no record is free.
     *
     * @param marked the cells that have a mark
     */
    Found find(BitSet marked) {
        List<Place> found = new ArrayList<>();
        BitSet taken = new BitSet(cells.count());
        int damaged = 0;
        for (int cell = marked.nextSetBit(0); cell >= 0; cell = marked.nextSetBit(cell + 1)) {
            Entry entry = read(cell);
            if (entry == null) {
                damaged++;
                cells.mark(cell, Cells.NONE);
            } else {
                found.add(new Place(cell, entry.receipt().intent().id()));
                int length =
                        ByteBuffer.wrap(cells.read(new int[] {cell}, 0, Integer.BYTES)).getInt();
                for (int one : cells.chain(cell, wanted(length))) {
                    taken.set(one);
                }
            }
        }
        for (int cell = cells.count() - 1; cell >= 0; cell--) {
            if (!taken.get(cell)) {
                cells.give(new int[] {cell});
            }
        }
        found.sort(Comparator.comparing(place -> place.question.toString()));
        return new Found(found.stream().map(Place::cell).toList(), damaged);
    }

    private @Nullable Receipt receipt(Intent intent, int[] chain, ByteBuffer header)
            throws IOException {
        int length = header.getInt(OF_RECEIPT);
        if (length < 0 || length > Encoder.LONGEST_RECEIPT) {
            return null;
        }
        byte[] bytes = cells.read(chain, HEADER + header.getInt(0), length);
        boolean whole = sum(new byte[0], bytes) == header.getInt(OF_RECEIPT + Integer.BYTES);
        return whole ? Decoder.receipt(intent, bytes) : null;
    }

    private static Receipt interrupted(Intent intent) {
        return new Receipt(
                intent,
                Status.UNKNOWN,
                NOTHING,
                true,
                intent.reserved(),
                null,
                null,
                Duration.ZERO,
                null);
    }

    private static int wanted(int intentLength) {
        return Cells.needed(HEADER + intentLength + Encoder.LONGEST_RECEIPT);
    }

    /** Of the replica, if there is one in the header, and what follows. */
    private static int sum(byte[] header, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(
                header,
                Math.min(OF_REPLICA, header.length),
                Math.max(0, header.length - OF_REPLICA));
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
