package dev.signalbox.persistence.snapshot;

import dev.signalbox.application.driven.Snapshots.Kept;
import dev.signalbox.application.driven.Snapshots.Snapshot;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * A snapshot as bytes: a mark, the number of the form, the content, and a checksum over all of it.
 * Another version of this program may have another form; it then passes the file over.
 */
final class SnapshotForm {

    private static final byte[] MARK = {'S', 'B', 'X', 'S', 'N', 'A', 'P', '8'};
    private static final int CHECKSUM_BYTES = 8;
    private static final int BUFFER = 1 << 16;

    private SnapshotForm() {}

    /** Writes it; does not close {@code out}. */
    static void write(Kept kept, OutputStream out) throws IOException {
        // The buffer comes first: a checksum is cheap over many bytes and dear over single ones.
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
        data.write(MARK);
        SnapshotWriter writer = new SnapshotWriter(data);
        writer.instant(kept.taken());
        data.writeLong(kept.snapshot().revision());
        writer.list(kept.snapshot().teams(), writer::team);
        writer.list(kept.snapshot().keys(), writer::key);
        writer.list(kept.snapshot().models(), writer::model);
        writer.list(kept.snapshot().bounded(), writer::bounded);
        data.flush();
        data.writeLong(checked.getChecksum().getValue());
        data.flush();
    }

    /**
     * Reads it.
     *
     * @throws IOException if these bytes are not whole, or of another form
     */
    static Kept read(byte[] bytes) throws IOException {
        int end = bytes.length - CHECKSUM_BYTES;
        if (end < MARK.length || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
            throw new IOException("it has another form");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, end);
        if (crc.getValue() != ByteBuffer.wrap(bytes).getLong(end)) {
            throw new IOException("it is damaged");
        }
        return content(
                new SnapshotReader(
                        new DataInputStream(
                                new ByteArrayInputStream(bytes, MARK.length, end - MARK.length))));
    }

    private static Kept content(SnapshotReader reader) throws IOException {
        Instant taken = reader.instant();
        long revision = reader.in().readLong();
        List<Team> teams = reader.list(reader::team);
        List<Key> keys = reader.list(reader::key);
        List<StoredModel> models = reader.list(reader::model);
        List<Bounded> bounded = reader.list(reader::bounded);
        return new Kept(taken, new Snapshot(revision, teams, keys, models, bounded));
    }
}
