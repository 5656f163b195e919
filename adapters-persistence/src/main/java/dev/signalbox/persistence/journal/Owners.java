package dev.signalbox.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Whose the journal is, written in its head: the run of a gateway that has it now, and those before
 * it of whom the ledger has not been told yet that nothing more will come.
 */
final class Owners {

    private static final int CHECK = 8;
    private static final int NUMBER = 12;
    private static final int FIRST = 16;
    private static final int LENGTH = 16;

    /** More starts in a row that never reach the database are not remembered. */
    private static final int MOST = 64;

    private final MappedByteBuffer head;

    Owners(MappedByteBuffer head) {
        this.head = head;
    }

    /** All of them, the oldest first; none if what stands there is damaged. */
    List<UUID> all() {
        int number = head.getInt(NUMBER);
        if (number < 0 || number > MOST || head.getInt(CHECK) != check(number)) {
            return List.of();
        }
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int at = FIRST + i * LENGTH;
            all.add(new UUID(head.getLong(at), head.getLong(at + Long.BYTES)));
        }
        return all;
    }

    /** From now on there are these. */
    void set(List<UUID> owners) {
        List<UUID> kept = owners.subList(Math.max(0, owners.size() - MOST), owners.size());
        for (int i = 0; i < kept.size(); i++) {
            int at = FIRST + i * LENGTH;
            head.putLong(at, kept.get(i).getMostSignificantBits());
            head.putLong(at + Long.BYTES, kept.get(i).getLeastSignificantBits());
        }
        head.putInt(NUMBER, kept.size());
        head.putInt(CHECK, check(kept.size()));
    }

    private int check(int number) {
        CRC32C crc = new CRC32C();
        ByteBuffer part = head.duplicate();
        part.position(NUMBER).limit(FIRST + number * LENGTH);
        crc.update(part);
        return (int) crc.getValue();
    }
}
